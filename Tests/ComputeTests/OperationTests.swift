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

  /// Attention over a ring, against the formula; the stored half-precision values are the truth.
  @Test(arguments: Operations.supported, [(16, 1), (64, 4), (80, 3), (256, 2)])
  func attentionIsASoftmaxOverWhatARowSees(_ set: Operations, _ shape: (size: Int, rows: Int)) throws {
    let (size, rows, capacity) = (shape.size, shape.rows, 192)
    let keys = try AlignedBuffer(byteCount: capacity * size * 2)
    let values = try AlignedBuffer(byteCount: capacity * size * 2)
    var head = facet_kv_head(
      keys: keys.pointer(UInt16.self), values: values.pointer(UInt16.self), capacity: capacity, head_size: size)
    // 250 positions went through a ring of 192: what is left is 58…249.
    func rounded(_ x: [Float]) -> [Double] { x.map { Double(Float(Float16($0))) } }
    var stored: [Int: (key: [Double], value: [Double])] = [:]
    for position in 0..<250 {
      let (key, value) = (Self.values(size, seed: position, scale: 1), Self.values(size, seed: position + 999))
      set.table.store_key(&head, position % capacity, key)
      set.table.store_value(&head, position % capacity, value)
      stored[position] = (rounded(key), rounded(value))
    }
    let low = (0..<rows).map { Int64(70 + 5 * $0) }
    let high = (0..<rows).map { Int64(200 + 13 * $0) }
    let queries = try AlignedBuffer(floats: rows * size)
    let out = try AlignedBuffer(floats: rows * size)
    for index in 0..<rows * size { queries.floats[index] = Float(sin(Double(index) * 0.91)) * 0.7 }
    var states = Array(repeating: facet_softmax(largest: -1e30, sum: 0), count: rows)
    let queryRows = (0..<rows).map { UnsafePointer<Float>?(queries.floats + $0 * size) }
    let outRows = (0..<rows).map { UnsafeMutablePointer<Float>?(out.floats + $0 * size) }
    set.table.attend(&head, queryRows, rows, low, high, 64, 256, &states, outRows)
    for row in 0..<rows {
      let seen = Array(Int(low[row])...Int(high[row]))
      let scores = seen.map { position in
        (0..<size).reduce(0.0) { $0 + Double(queries.floats[row * size + $1]) * (stored[position]?.key[$1] ?? 0) }
      }
      let largest = scores.max() ?? 0
      let weights = scores.map { exp($0 - largest) }
      let sum = weights.reduce(0, +)
      let want = (0..<size).map { column in
        zip(seen, weights).reduce(0.0) { $0 + $1.1 * (stored[$1.0]?.value[column] ?? 0) } / sum
      }
      set.table.divide(out.floats + row * size, states[row].sum, size, out.floats + row * size)
      Self.expectNear(Array(UnsafeBufferPointer(start: out.floats + row * size, count: size)), want, 1e-4, "row \(row)")
    }
  }
}
