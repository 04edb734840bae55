import CKernels
import Foundation
import Testing

@testable import Compute

/// Attention over a ring of keys and values in every format, held against plain double-precision arithmetic on what is stored.
@Suite struct AttentionTests {
  typealias Operations = OperationTests.Operations

  /// How keys and values are kept, with a name for people.
  enum Format: String, CaseIterable, Sendable {
    case f16, q8

    var type: facet_kv_type { self == .f16 ? FACET_KV_F16 : FACET_KV_Q8 }
    /// The sizes of heads that it is tested with.
    var sizes: [Int] { self == .f16 ? [16, 64, 80, 256] : [32, 64, 96, 256, 512] }

    /// What is left of a key or a value.
    func kept(_ x: [Float]) -> [Double] {
      self == .f16 ? x.map { Double(Float(Float16($0))) } : in32s(x) { Float(Float16($0 / 127)) }
    }

    /// What is left of a query.
    func asked(_ x: [Float]) -> [Double] { self == .f16 ? x.map(Double.init) : in32s(x) { $0 / 127 } }

    /// Integers times a scale, which a function gives for the largest of 32 sizes.
    private func in32s(_ x: [Float], _ scale: (Float) -> Float) -> [Double] {
      stride(from: 0, to: x.count, by: 32).flatMap { start in
        let part = x[start..<start + 32]
        let scale = scale(part.map(abs).max() ?? 0)
        return part.map { Double(scale > 0 ? ($0 * (1 / scale)).rounded(.toNearestOrEven) : 0) * Double(scale) }
      }
    }
  }

  /// One KV head with what was stored in it.
  struct Head {
    let keys: AlignedBuffer
    let values: AlignedBuffer
    var head: facet_kv_head

    init(_ format: Format, size: Int, capacity: Int) throws {
      let bytes = facet_kv_block_bytes(format.type, size) * capacity / Int(FACET_KV_SLOTS)
      (keys, values) = (try AlignedBuffer(byteCount: bytes), try AlignedBuffer(byteCount: bytes))
      head = facet_kv_head(
        keys: keys.pointer(UInt8.self), values: values.pointer(UInt8.self), capacity: capacity, head_size: size,
        type: format.type)
    }
  }

  /// Numbers whose size differs from place to place, as scales do.
  static func row(_ size: Int, seed: Int) -> [Float] {
    let row = OperationTests.values(size, seed: seed, scale: 1)
    return row.indices.map { row[$0] * (1 + Float(($0 / 32 * 5 + seed) % 4)) * 0.3 }
  }

  /// Fills a ring of 192 slots with 250 positions: what is left is 58…249.
  static func filled(
    _ set: Operations, _ format: Format, size: Int
  ) throws -> (head: Head, keys: [[Double]], values: [[Double]]) {
    var head = try Head(format, size: size, capacity: 192)
    var (keys, values): ([[Double]], [[Double]]) = ([], [])
    for position in 0..<250 {
      let (key, value) = (row(size, seed: position), row(size, seed: position + 999))
      set.table.store_key(&head.head, position % 192, key)
      set.table.store_value(&head.head, position % 192, value)
      keys.append(format.kept(key))
      values.append(format.kept(value))
    }
    return (head, keys, values)
  }

  /// Lets rows see positions 64…255, as far as their bounds allow, and divides.
  static func attend(
    _ set: Operations, _ head: inout Head, rows: [[Float]], low: [Int64], high: [Int64]
  ) throws -> [[Float]] {
    let size = rows[0].count
    let queries = try AlignedBuffer(floats: rows.count * size)
    let out = try AlignedBuffer(floats: rows.count * size)
    for (index, row) in rows.enumerated() { (queries.floats + index * size).update(from: row, count: size) }
    var states = Array(repeating: facet_softmax(largest: -1e30, sum: 0), count: rows.count)
    let queryRows = rows.indices.map { UnsafePointer<Float>?(queries.floats + $0 * size) }
    let outRows = rows.indices.map { UnsafeMutablePointer<Float>?(out.floats + $0 * size) }
    let next = facet_kv_place_of(&head.head, 64)
    set.table.attend(&head.head, queryRows, rows.count, low, high, 64, 256, next, &states, outRows)
    return rows.indices.map { index in
      let row = out.floats + index * size
      set.table.divide(row, states[index].sum, size, row)
      return Array(UnsafeBufferPointer(start: row, count: size))
    }
  }

  static func queries(_ count: Int, size: Int) -> [[Float]] {
    (0..<count).map { row in (0..<size).map { Float(sin(Double(row * size + $0) * 0.91)) * 0.7 } }
  }

  @Test(arguments: Operations.supported, Format.allCases)
  func attentionIsASoftmaxOverWhatARowSees(_ set: Operations, _ format: Format) throws {
    for (size, count) in zip(format.sizes, [1, 4, 3, 2, 4]) {
      var (head, keys, values) = try Self.filled(set, format, size: size)
      let low = (0..<count).map { Int64(70 + 5 * $0) }
      let high = (0..<count).map { Int64(200 + 13 * $0) }
      let rows = Self.queries(count, size: size)
      let got = try Self.attend(set, &head, rows: rows, low: low, high: high)
      for row in 0..<count {
        let (query, seen) = (format.asked(rows[row]), Int(low[row])...Int(high[row]))
        let scores = seen.map { position in zip(query, keys[position]).reduce(0.0) { $0 + $1.0 * $1.1 } }
        let largest = scores.max() ?? 0
        let weights = scores.map { exp($0 - largest) }
        let sum = weights.reduce(0, +)
        let want = (0..<size).map { column in
          zip(seen, weights).reduce(0.0) { $0 + $1.1 * values[$1.0][column] } / sum
        }
        OperationTests.expectNear(got[row], want, 2e-4, "\(format) \(size), row \(row)")
      }
    }
  }

  @Test(arguments: Operations.supported, Format.allCases)
  func rowsDoNotDependOnTheirCompany(_ set: Operations, _ format: Format) throws {
    for size in format.sizes {
      var (head, _, _) = try Self.filled(set, format, size: size)
      let rows = Self.queries(4, size: size)
      let (low, high): ([Int64], [Int64]) = ([70, 64, 130, 200], [249, 70, 190, 200])
      let alone = try rows.indices.map {
        try Self.attend(set, &head, rows: [rows[$0]], low: [low[$0]], high: [high[$0]])[0]
      }
      for count in 2...4 {
        let together = try Self.attend(
          set, &head, rows: Array(rows[..<count]), low: Array(low[..<count]), high: Array(high[..<count]))
        #expect(together == Array(alone[..<count]), "\(format) \(size), \(count) rows")
      }
    }
  }

  /// A block of 16 positions is one run of bytes for the keys and one for the values, wherever the head's memory begins.
  @Test(arguments: Operations.supported, Format.allCases)
  func blocksCanBeCopied(_ set: Operations, _ format: Format) throws {
    let size = format.sizes[1]
    var (head, _, _) = try Self.filled(set, format, size: size)
    var copy = try Head(format, size: size, capacity: 256)
    let block = facet_kv_block_bytes(format.type, size)
    for number in 4...15 {
      let (to, from) = (number * block, number % 12 * block)
      (copy.head.keys + to).update(from: head.head.keys + from, count: block)
      (copy.head.values + to).update(from: head.head.values + from, count: block)
    }
    let rows = Self.queries(2, size: size)
    let want = try Self.attend(set, &head, rows: rows, low: [64, 100], high: [249, 180])
    #expect(try Self.attend(set, &copy, rows: rows, low: [64, 100], high: [249, 180]) == want)
  }

  /// Nothing that is not finite comes out of zeros, of numbers near the limits of a scale, or of slots that were never written.
  @Test(arguments: Operations.supported)
  func extremeKeysAndValuesStayFinite(_ set: Operations) throws {
    let size = 64
    var head = try Head(.q8, size: size, capacity: 192)
    for (slot, scale) in [(64, Float(0)), (65, 1e-9), (66, 3e4), (67, 1e-4)] {
      let row = Self.row(size, seed: slot).map { $0 * scale }
      set.table.store_key(&head.head, slot, row)
      set.table.store_value(&head.head, slot, row)
    }
    for scale in [Float(0), 1e-30, 1, 1e4] {
      let rows = Self.queries(2, size: size).map { $0.map { $0 * scale } }
      let got = try Self.attend(set, &head, rows: rows, low: [64, 64], high: [67, 64])
      #expect(got.joined().allSatisfy { $0.isFinite }, "\(scale)")
    }
  }
}
