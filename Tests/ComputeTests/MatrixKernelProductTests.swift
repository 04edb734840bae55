import CKernels
import Testing

@Suite struct MatrixKernelProductTests {
  /// Column counts of one block, of odd and of even numbers of blocks.
  static func columnCounts(_ type: TileType) -> [Int] {
    [1, 3, 10].map { $0 * type.blockColumns }
  }

  /// Σ|weight| of every row: times the largest activation it bounds the sum of the terms' sizes.
  static func sizes(_ type: TileType, _ tiles: [UInt8], rows: Int, columns: Int) -> [Float] {
    (0..<rows).map { type.row($0, of: tiles, columns: columns).reduce(0) { $0 + abs($1) } }
  }

  static func largest(_ activations: [Float], width: Int) -> [Float] {
    let columns = activations.count / width
    return (0..<width).map { token in
      activations[token * columns..<(token + 1) * columns].reduce(0) { max($0, abs($1)) }
    }
  }

  /// How far the products are apart, as a share of the sum of the terms' sizes, at worst; infinite if one is missing.
  static func distance(
    _ products: [Float], _ expected: [Float], sizes: [Float], largest: [Float], tiny: Float = 1e-37
  ) -> Float {
    var worst: Float = 0
    for token in 0..<largest.count {
      for row in 0..<sizes.count {
        let at = token * sizes.count + row
        let share = abs(products[at] - expected[at]) / max(sizes[row] * largest[token], tiny)
        worst = share.isNaN ? .infinity : max(worst, share)
      }
    }
    return worst
  }

  @Test(arguments: TileType.all)
  func portableProductsAreThoseOfTheFloats(type: TileType) {
    var random = SplitMix(seed: 3)
    let columns = 2 * type.blockColumns
    let width = 3
    let tiles = type.tiles(type.randomRows(32, columns: columns, using: &random), columns: columns)
    let panel = KernelSet.portable.panel(random.activations(width: width, columns: columns), width: width)
    let products = KernelSet.portable.multiply(type, tiles, rows: 32, columns: columns, panel, width: width)
    for token in 0..<width {
      let activations = Self.activations(of: panel, width: width, token: token)
      for row in 0..<32 {
        var sum = 0.0
        var size = 0.0
        for (weight, activation) in zip(type.row(row, of: tiles, columns: columns), activations) {
          sum += Double(weight) * activation
          size += abs(Double(weight) * activation)
        }
        #expect(abs(Double(products[token * 32 + row]) - sum) <= 2e-6 * size, "row \(row), token \(token)")
      }
    }
  }

  /// What a panel says of one token, read as the drawing has it.
  static func activations(of panel: [UInt8], width: Int, token: Int) -> [Double] {
    panel.withUnsafeBytes { panel in
      (0..<panel.count / (48 * width)).flatMap { block -> [Double] in
        let at = block * 48 * width
        let d = panel.loadUnaligned(fromByteOffset: at + 32 * width + 4 * token, as: Float.self)
        return (0..<32).map { Double(Int8(bitPattern: panel[at + 32 * token + $0])) * Double(d) }
      }
    }
  }

  @Test(arguments: KernelSet.supported, TileType.all)
  func productsAreThePortableOnesForEveryShape(set: KernelSet, type: TileType) {
    var random = SplitMix(seed: 4)
    for columns in Self.columnCounts(type) {
      let rows = type.randomRows(48, columns: columns, using: &random)
      let tiles = type.tiles(rows, columns: columns)
      let sizes = Self.sizes(type, tiles, rows: 48, columns: columns)
      for width in set.widths {
        let activations = random.activations(width: width, columns: columns)
        let expected = Self.portableProducts(type, tiles, rows: 48, columns: columns, activations, width: width)
        let panel = set.panel(activations, width: width)
        let products = set.multiply(type, tiles, rows: 48, columns: columns, panel, width: width)
        let distance = Self.distance(
          products, expected, sizes: sizes, largest: Self.largest(activations, width: width))
        #expect(distance <= 1e-6, "\(columns) columns, \(width) tokens")
      }
    }
  }

  /// Token by token, for the widths that the portable set has not.
  static func portableProducts(
    _ type: TileType, _ tiles: [UInt8], rows: Int, columns: Int, _ activations: [Float], width: Int
  ) -> [Float] {
    (0..<width).flatMap { token in
      let own = Array(activations[token * columns..<(token + 1) * columns])
      let panel = KernelSet.portable.panel(own, width: 1)
      return KernelSet.portable.multiply(type, tiles, rows: rows, columns: columns, panel, width: 1)
    }
  }

  @Test(arguments: KernelSet.supported, TileType.all)
  func productsDoNotDependOnTheTokensBeside(set: KernelSet, type: TileType) {
    var random = SplitMix(seed: 5)
    let columns = 5 * type.blockColumns
    let tiles = type.tiles(type.randomRows(32, columns: columns, using: &random), columns: columns)
    for width in set.widths {
      let activations = random.activations(width: width, columns: columns)
      let products = set.multiply(
        type, tiles, rows: 32, columns: columns, set.panel(activations, width: width), width: width)
      for token in 0..<width {
        let own = set.panel(Array(activations[token * columns..<(token + 1) * columns]), width: 1)
        let alone = set.multiply(type, tiles, rows: 32, columns: columns, own, width: 1)
        #expect(Array(products[token * 32..<(token + 1) * 32]) == alone, "token \(token) of \(width)")
      }
    }
  }

  @Test(arguments: KernelSet.supported, TileType.all)
  func onlyTheOwnRowsAreWritten(set: KernelSet, type: TileType) {
    var random = SplitMix(seed: 6)
    let columns = type.blockColumns
    let tiles = type.tiles(type.randomRows(48, columns: columns, using: &random), columns: columns)
    for width in set.widths {
      let panel = set.panel(random.activations(width: width, columns: columns), width: width)
      let all = set.multiply(type, tiles, rows: 48, columns: columns, panel, width: width)
      for rows in [16, 32] {
        let products = set.multiply(type, tiles, rows: rows, columns: columns, panel, width: width, stride: 48)
        for token in 0..<width {
          let own = 48 * token..<48 * token + rows
          #expect(Array(products[own]) == Array(all[own]))
          #expect(products[48 * token + rows..<48 * (token + 1)].allSatisfy { $0.isNaN })
        }
      }
    }
  }

  /// Bits that are all set or all clear, scales as large and as small as f16 can say, and activations that are all ±127.
  @Test(arguments: KernelSet.supported, TileType.all)
  func nothingOverflows(set: KernelSet, type: TileType) {
    let columns = 2 * type.blockColumns
    let patterns: [[Float]] = [[1, 1], [-1, -1], [1, -1], [1, 1, -1, -1], [1, 0.5]]
    for fill: UInt8 in [0, 0xff, 0x0f, 0xf0, 0x80, 0x7f] {
      for half: UInt16 in [0x7bff, 0xfbff, 0x0001, 0x83ff, 0x3c00] {
        let block = type.replacingHalves(in: [UInt8](repeating: fill, count: type.blockBytes)) { _ in half }
        let tiles = type.tiles([[UInt8]](repeating: block, count: 32).flatMap { $0 }, columns: columns)
        let sizes = Self.sizes(type, tiles, rows: 16, columns: columns)
        for width in [1, 2, 5, 8] {
          let activations = (0..<width).flatMap { token -> [Float] in
            let pattern = patterns[token % patterns.count]
            return (0..<columns).map { pattern[$0 % pattern.count] }
          }
          let expected = Self.portableProducts(type, tiles, rows: 16, columns: columns, activations, width: width)
          let products = set.multiply(
            type, tiles, rows: 16, columns: columns, set.panel(activations, width: width), width: width)
          let distance = Self.distance(
            products, expected, sizes: sizes, largest: [Float](repeating: 1, count: width), tiny: 1e-12)
          #expect(distance <= 4e-6, "bytes \(fill), scale \(half), \(width) tokens")
        }
      }
    }
  }

  @Test(arguments: KernelSet.supported)
  func everyTypeHasAKernelOfEveryWidth(set: KernelSet) {
    withUnsafeBytes(of: set.table.multiply) { table in
      let entries = table.bindMemory(to: facet_multiply?.self)
      for type in TileType.all {
        for width in set.widths {
          #expect(entries[Int(type.type.rawValue) * Int(FACET_PANEL_MAX) + width - 1] != nil)
        }
      }
    }
  }

  @Test func thePortableSetIsLastAndAlwaysSupported() {
    #expect(KernelSet.portable.name == "portable")
    #expect(KernelSet.portable.table.is_supported())
  }
}
