import CKernels
import Testing

@Suite struct MatrixKernelQuantizeTests {
  @Test func aPanelHoldsRoundedValuesScalesAndSums() {
    var random = SplitMix(seed: 7)
    let (width, columns) = (3, 96)
    let values = random.activations(width: width, columns: columns)
    let panel = KernelSet.portable.panel(values, width: width)
    panel.withUnsafeBytes { panel in
      for block in 0..<columns / 32 {
        let at = block * 48 * width
        for token in 0..<width {
          let own = values[token * columns + 32 * block..<token * columns + 32 * (block + 1)]
          let largest = own.reduce(0) { max($0, abs($1)) }
          let d = panel.loadUnaligned(fromByteOffset: at + 32 * width + 4 * token, as: Float.self)
          #expect(d == largest / 127)
          var sums = [0, 0]
          for (index, value) in own.enumerated() {
            let q = Int(Int8(bitPattern: panel[at + 32 * token + index]))
            #expect(abs(Float(q) * d - value) <= d * 0.5001)
            sums[index / 16] += q
          }
          for half in 0..<2 {
            let bias = panel.loadUnaligned(fromByteOffset: at + 36 * width + 4 * (half * width + token), as: Int32.self)
            #expect(Int(bias) == -8 * sums[half])
          }
          let t = panel.loadUnaligned(fromByteOffset: at + 44 * width + 4 * token, as: Float.self)
          #expect(t == d * Float(-8 * (sums[0] + sums[1])))
        }
      }
    }
  }

  @Test(arguments: KernelSet.supported)
  func everySetMakesThePanelOfThePortableOne(set: KernelSet) {
    var random = SplitMix(seed: 8)
    for columns in [32, 64, 96, 352] {
      for width in set.widths {
        let values = random.activations(width: width, columns: columns)
        let expected = KernelSet.portable.panel(values, width: width)
        #expect(set.panel(values, width: width) == expected, "\(width) tokens")
      }
    }
  }

  @Test(arguments: KernelSet.supported)
  func roundingIsToEvenAndTheSmallestBlocksAreZero(set: KernelSet) {
    // 127 makes the scale 1, so that halves stay halves.
    var ties = (0..<32).map { Float($0) - 15.5 }
    ties[0] = 127
    let tiny = (0..<32).map { Float($0 - 16) * 1e-32 }
    let denormal = (0..<32).map { Float($0 - 16) * Float.leastNonzeroMagnitude }
    let huge = (0..<32).map { $0 % 2 == 0 ? Float.greatestFiniteMagnitude : -Float.greatestFiniteMagnitude }
    let negativeZero = [Float](repeating: -0.0, count: 32)
    let values = ties + tiny + denormal + huge + negativeZero
    let panel = set.panel(values, width: 1)
    #expect(panel == KernelSet.portable.panel(values, width: 1))
    let quantised = panel.map { Int8(bitPattern: $0) }
    #expect(Array(quantised[1..<5]) == [-14, -14, -12, -12])
    #expect(quantised[48..<80].allSatisfy { $0 == 0 })
    #expect(quantised[144..<176].enumerated().allSatisfy { $1 == ($0 % 2 == 0 ? 127 : -127) })
  }

  @Test(arguments: KernelSet.supported)
  func numbersThatAreNotNumbersStayInRange(set: KernelSet) {
    var values = [Float](repeating: 0.25, count: 64)
    values[3] = .nan
    values[35] = .infinity
    let panel = set.panel(values, width: 1)
    #expect(panel == KernelSet.portable.panel(values, width: 1))
    #expect(!panel[0..<32].contains(0x80))
  }
}
