import CKernels
import Testing

/// A weight type that has tiles, with what the tests must know of its GGUF block.
struct TileType: Sendable, CustomTestStringConvertible {
  let name: String
  let type: facet_type
  /// Where the f16 numbers stand in a block.
  let halves: [Int]

  static let all = [
    TileType(name: "Q4_0", type: FACET_Q4_0, halves: [0]),
    TileType(name: "Q4_1", type: FACET_Q4_1, halves: [0, 2]),
    TileType(name: "Q5_0", type: FACET_Q5_0, halves: [0]),
    TileType(name: "Q5_1", type: FACET_Q5_1, halves: [0, 2]),
    TileType(name: "Q8_0", type: FACET_Q8_0, halves: [0]),
    TileType(name: "IQ4_NL", type: FACET_IQ4_NL, halves: [0]),
    TileType(name: "Q2_K", type: FACET_Q2_K, halves: [80, 82]),
    TileType(name: "Q3_K", type: FACET_Q3_K, halves: [108]),
    TileType(name: "Q4_K", type: FACET_Q4_K, halves: [0, 2]),
    TileType(name: "Q5_K", type: FACET_Q5_K, halves: [0, 2]),
    TileType(name: "Q6_K", type: FACET_Q6_K, halves: [208]),
    TileType(name: "IQ4_XS", type: FACET_IQ4_XS, halves: [0]),
  ]

  var blockColumns: Int { facet_block_columns(type) }
  var blockBytes: Int { facet_block_bytes(type) }

  /// The block with its f16 numbers replaced.
  func replacingHalves(in block: [UInt8], by half: (Int) -> UInt16) -> [UInt8] {
    var block = block
    for (index, at) in halves.enumerated() {
      let bits = half(index)
      block[at] = UInt8(truncatingIfNeeded: bits)
      block[at + 1] = UInt8(bits >> 8)
    }
    return block
  }

  /// GGUF rows, one after the other, whose every bit is random but for scales of a moderate size.
  func randomRows(_ rows: Int, columns: Int, using random: inout SplitMix) -> [UInt8] {
    var bytes: [UInt8] = []
    for _ in 0..<rows * (columns / blockColumns) {
      bytes += replacingHalves(in: random.bytes(blockBytes)) { _ in
        // Any sign and fraction, 2^-9 to 2^-5.
        UInt16(truncatingIfNeeded: random.next()) & 0x83ff | UInt16(6 + random.next() % 4) << 10
      }
    }
    return bytes
  }

  /// Rows packed into tile rows.
  func tiles(_ rows: [UInt8], columns: Int) -> [UInt8] {
    let rowBytes = columns / blockColumns * blockBytes
    let rowCount = rows.count / rowBytes
    let tileRowBytes = facet_tile_row_bytes(type, columns)
    var tiles = [UInt8](repeating: 0xaa, count: (rowCount + 15) / 16 * tileRowBytes)
    for first in stride(from: 0, to: rowCount, by: 16) {
      rows.withUnsafeBufferPointer { rows in
        tiles.withUnsafeMutableBufferPointer { tiles in
          guard let rows = rows.baseAddress, let tiles = tiles.baseAddress else { return }
          facet_pack(
            type, rows + first * rowBytes, min(16, rowCount - first), columns, tiles + first / 16 * tileRowBytes)
        }
      }
    }
    return tiles
  }

  /// One row of the tiles as floats.
  func row(_ row: Int, of tiles: [UInt8], columns: Int) -> [Float] {
    tiles.withUnsafeBufferPointer { tiles in
      [Float](unsafeUninitializedCapacity: columns) { out, count in
        count = columns
        guard let tiles = tiles.baseAddress, let out = out.baseAddress else { return }
        facet_tile_row(type, tiles + row / 16 * facet_tile_row_bytes(type, columns), row % 16, columns, out)
      }
    }
  }

  var testDescription: String { name }
}

/// A set of kernels that runs on this machine.
struct KernelSet: Sendable, CustomTestStringConvertible {
  let index: Int

  static let supported: [KernelSet] = (0..<facet_matrix_kernels_count()).map(KernelSet.init(index:)).filter {
    $0.table.is_supported()
  }
  static let portable = KernelSet(index: facet_matrix_kernels_count() - 1)

  var table: facet_matrix_kernels { facet_matrix_kernels_at(index).pointee }
  var name: String { String(cString: table.name) }
  /// Numbers of tokens for which there are kernels.
  var widths: [Int] { Array(1...8) + (table.panel_width > 8 ? [table.panel_width] : []) }

  /// Activations `[width, columns]` as a panel.
  func panel(_ activations: [Float], width: Int) -> [UInt8] {
    let columns = activations.count / width
    return [UInt8](unsafeUninitializedCapacity: columns / 32 * 48 * width) { panel, count in
      count = columns / 32 * 48 * width
      activations.withUnsafeBufferPointer {
        table.quantize($0.baseAddress, columns, width, columns, panel.baseAddress)
      }
    }
  }

  /// The products `[width, stride]` of tile rows and a panel; NaN stands where nothing was written.
  func multiply(
    _ type: TileType, _ tiles: [UInt8], rows: Int, columns: Int, _ panel: [UInt8], width: Int, stride: Int? = nil
  ) -> [Float] {
    let stride = stride ?? rows
    var products = [Float](repeating: .nan, count: width * stride)
    withUnsafeBytes(of: table.multiply) { rowsOfTable in
      let entry = Int(type.type.rawValue) * Int(FACET_PANEL_MAX) + width - 1
      let multiply = rowsOfTable.bindMemory(to: facet_multiply?.self)[entry]
      multiply?(tiles, rows / 16, columns, panel, &products, stride)
    }
    return products
  }

  var testDescription: String { name }
}

/// A small generator with a seed, so that a failure can be repeated.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  mutating func bytes(_ count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count + 8)
    while bytes.count < count { withUnsafeBytes(of: next()) { bytes.append(contentsOf: $0) } }
    bytes.removeLast(bytes.count - count)
    return bytes
  }

  /// `[width, columns]` activations between −1 and 1, larger for later tokens, with a block of zeros.
  mutating func activations(width: Int, columns: Int) -> [Float] {
    var values: [Float] = []
    for token in 0..<width {
      for column in 0..<columns {
        let isZero = columns > 32 && column / 32 == token % 2
        let scale = Float(1 + token * token)
        values.append(isZero ? 0 : (Float(next() >> 40) / Float(1 << 23) - 1) * scale)
      }
    }
    return values
  }
}
