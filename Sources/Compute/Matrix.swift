import CKernels

/// Weights `[rows, columns]`, held in the layout that the kernels read.
///
/// Quantised weights are kept as tiles of 16 rows (see `CKernels/include/kernels.h`), floats row by row.
public final class Matrix: Sendable {
  /// Rows: outputs.
  public let rows: Int
  /// Columns: inputs.
  public let columns: Int
  /// How the weights are written down.
  public let type: WeightType
  let storage: AlignedBuffer

  /// Rows rounded up to whole tiles: the distance between two tokens in what a multiplication writes.
  public var paddedRows: Int { (rows + 15) / 16 * 16 }

  /// Bytes of 16 rows in `storage`.
  let bandBytes: Int

  /// Makes an empty matrix; `fill` writes its rows.
  ///
  /// - Precondition: `columns` is a multiple of `type.blockColumns`.
  /// - Throws: ``ComputeError/outOfMemory(bytes:)``.
  public init(rows: Int, columns: Int, type: WeightType) throws {
    self.rows = rows
    self.columns = columns
    self.type = type
    if let tile = type.tile {
      bandBytes = facet_tile_row_bytes(tile, columns)
    } else {
      bandBytes = 16 * type.rowBytes(columns: columns)
    }
    storage = try AlignedBuffer(byteCount: (rows + 15) / 16 * bandBytes)
  }

  /// Rows in a band: what is packed at once.
  public static let bandRows = 16

  /// Packs one band of rows, given as the file holds them.
  ///
  /// - Parameters:
  ///   - band: Which 16 rows.
  ///   - bytes: The band's rows one after the other; the last band may have fewer than 16.
  public func setBand(_ band: Int, _ bytes: UnsafeRawBufferPointer) {
    let count = min(16, rows - 16 * band)
    guard let source = bytes.baseAddress, bytes.count >= count * type.rowBytes(columns: columns) else { return }
    let target = storage.start + band * bandBytes
    if let tile = type.tile {
      facet_pack(
        tile, source.assumingMemoryBound(to: UInt8.self), count, columns, target.assumingMemoryBound(to: UInt8.self))
    } else {
      target.copyMemory(from: source, byteCount: count * type.rowBytes(columns: columns))
    }
  }

  /// Reads one row back as floats.
  ///
  /// - Parameters:
  ///   - row: Which one.
  ///   - out: `columns` floats.
  public func copyRow(_ row: Int, to out: UnsafeMutablePointer<Float>) {
    let band = storage.start + row / 16 * bandBytes
    if let tile = type.tile {
      facet_tile_row(tile, band.assumingMemoryBound(to: UInt8.self), row % 16, columns, out)
    } else {
      floatRow(row, to: out)
    }
  }

  /// A row of a float matrix, widened to 32 bits.
  func floatRow(_ row: Int, to out: UnsafeMutablePointer<Float>) {
    let source = storage.start + row * type.rowBytes(columns: columns)
    let ops = facet_ops_best().pointee
    switch type {
    case .float16: ops.half_to_float(source.assumingMemoryBound(to: UInt16.self), columns, out)
    case .bfloat16: ops.bfloat_to_float(source.assumingMemoryBound(to: UInt16.self), columns, out)
    default: out.update(from: source.assumingMemoryBound(to: Float.self), count: columns)
    }
  }
}
