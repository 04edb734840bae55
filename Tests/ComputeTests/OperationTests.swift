import CKernels
import Foundation
import Testing

@testable import Compute

/// The operations between matrices, each set held against plain double-precision arithmetic.
@Suite struct OperationTests {
  struct Operations: @unchecked Sendable, CustomTestStringConvertible {
    // A table of C functions that never changes.
    let table: facet_ops
    var testDescription: String { String(cString: table.name) }

    static let supported = (0..<facet_ops_count()).compactMap { facet_ops_at($0)?.pointee }
      .filter { $0.is_supported() }.map { Operations(table: $0) }
  }

  static func values(_ count: Int, seed: Int, scale: Float = 2) -> [Float] {
    (0..<count).map { Float(sin(Double($0 * 7 + seed * 13) * 1.37)) * scale }
  }

  static func expectNear(_ got: [Float], _ want: [Double], _ tolerance: Double = 1e-5, _ note: String = "") {
    #expect(got.count == want.count)
    let largest = want.map(abs).max() ?? 0
    let error = zip(got, want).map { abs(Double($0) - $1) }.max() ?? 0
    #expect(error <= tolerance * max(1, largest), "\(note) \(error)")
  }

  @Test(arguments: Operations.supported, [1, 15, 16, 31, 64, 333])
  func normsDivideByTheRootMeanSquare(_ set: Operations, count: Int) {
    let (x, w, b) = (Self.values(count, seed: 1), Self.values(count, seed: 2), Self.values(count, seed: 3))
    var out = [Float](repeating: 0, count: count)
    set.table.rms_norm(x, w, count, 1e-6, &out)
    let square = x.reduce(0) { $0 + Double($1) * Double($1) } / Double(count)
    Self.expectNear(out, zip(x, w).map { Double($0) / (square + 1e-6).squareRoot() * Double($1) })
    set.table.rms_norm(x, nil, count, 1e-6, &out)
    Self.expectNear(out, x.map { Double($0) / (square + 1e-6).squareRoot() })
    set.table.layer_norm(x, w, b, count, 1e-5, &out)
    let mean = x.reduce(0) { $0 + Double($1) } / Double(count)
    let variance = x.reduce(0) { $0 + pow(Double($1) - mean, 2) } / Double(count)
    Self.expectNear(
      out, x.indices.map { (Double(x[$0]) - mean) / (variance + 1e-5).squareRoot() * Double(w[$0]) + Double(b[$0]) },
      1e-4)
  }

  @Test(arguments: Operations.supported)
  func geluAndSoftCapFollowTheHyperbolicTangent(_ set: Operations) {
    for count in [1, 16, 37] {
      var gate = Self.values(count, seed: 4, scale: 12)
      let up = Self.values(count, seed: 5)
      let want = zip(gate, up).map { gate, up in
        let g = Double(gate)
        return 0.5 * g * (1 + tanh((2 / Double.pi).squareRoot() * (g + 0.044715 * g * g * g))) * Double(up)
      }
      set.table.gelu_multiply(&gate, up, count)
      Self.expectNear(gate, want)
      var logits = Self.values(count, seed: 6, scale: 200)
      let capped = logits.map { 30 * tanh(Double($0) / 30) }
      set.table.soft_cap(&logits, 30, count)
      Self.expectNear(logits, capped)
    }
  }

  @Test(arguments: Operations.supported)
  func extremeActivationsStayFinite(_ set: Operations) {
    var gate: [Float] = [1e30, -1e30, 3e38, -3e38, 0, -0, 1e-37, 88, -88, 200, -200, 1, -1, 2, -2, 3]
    set.table.gelu_multiply(&gate, [Float](repeating: 1, count: 16), 16)
    #expect(gate.allSatisfy { !$0.isNaN })
    #expect(gate[0] == 1e30 && gate[1] == 0 && gate[3] == 0)
    var logits: [Float] = [1e30, -1e30, 3e38, -3e38, 0, 1, -1, 29, 31, 100, -100, 1e5, -1e5, 1e-30, 5, -5]
    set.table.soft_cap(&logits, 30, 16)
    #expect(logits.allSatisfy { abs($0) <= 30 })
  }

  @Test(arguments: Operations.supported)
  func rotationTurnsPairs(_ set: Operations) {
    var x = Self.values(64, seed: 7)
    let angles = (0..<32).map { Double($0) * 0.7 }
    let want = (0..<64).map { index -> Double in
      let (a, b) = (Double(x[index % 32]), Double(x[index % 32 + 32]))
      return index < 32
        ? a * cos(angles[index]) - b * sin(angles[index]) : b * cos(angles[index - 32]) + a * sin(angles[index - 32])
    }
    set.table.rotate(&x, angles.map { Float(cos($0)) }, angles.map { Float(sin($0)) }, 32)
    Self.expectNear(x, want)
  }

  @Test(arguments: Operations.supported)
  func floatProductsDoNotDependOnTheirCompany(_ set: Operations) {
    for (rows, tokens, columns) in [(1, 1, 32), (7, 5, 100), (64, 9, 333), (33, 4, 256)] {
      let (w, x) = (Self.values(rows * columns, seed: 8), Self.values(tokens * columns, seed: 9))
      var out = [Float](repeating: 0, count: tokens * rows)
      set.table.multiply_floats(w, rows, x, tokens, columns, &out, rows)
      let want = (0..<tokens * rows).map { index in
        (0..<columns).reduce(0.0) {
          $0 + Double(w[index % rows * columns + $1]) * Double(x[index / rows * columns + $1])
        }
      }
      Self.expectNear(out, want)
      var single = [Float](repeating: 0, count: 1)
      set.table.multiply_floats(
        Array(w[(rows - 1) * columns..<rows * columns]), 1, Array(x[(tokens - 1) * columns..<tokens * columns]), 1,
        columns,
        &single, 1)
      #expect(single[0] == out[tokens * rows - 1])
    }
  }
}
