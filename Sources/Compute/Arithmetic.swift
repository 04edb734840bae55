import CBlas
import CKernels

/// The machine's arithmetic: the kernels chosen for its processor, the thread team, and the scratch memory of multiplications.
///
/// One thread at a time may use it (the inference thread).
public final class Arithmetic: @unchecked Sendable {
  // Used by the inference thread only; the team's threads work on disjoint parts inside one call.

  /// The threads.
  public let team: ThreadTeam
  /// Norms, activations, rotation, attention.
  public let ops: facet_ops
  let kernels: facet_matrix_kernels
  /// The kernels' `multiply` table, flat: a copy of the whole table at each look-up would cost more than the look-up.
  private let functions: [facet_multiply?]
  private let panelFunctions: [facet_multiply_panels?]

  private var panels: AlignedBuffer?
  private var floatScratch: AlignedBuffer?
  private var operationScratch: AlignedBuffer?

  /// Names of the chosen kernels, for people: matrices, the rest.
  public var names: (matrices: String, rest: String) { (String(cString: kernels.name), String(cString: ops.name)) }

  /// Chooses kernels and starts threads.
  ///
  /// - Parameters:
  ///   - threads: How many threads compute.
  ///   - kernels: The name of a set of matrix kernels, one of ``supportedKernelNames``; the rest is then done with the same instructions. Nil takes
  ///     the best that the processor has.
  /// - Throws: ``ComputeError/noThread``.
  public init(threads: Int, kernels name: String? = nil) throws {
    team = try ThreadTeam(count: threads)
    let sets = Self.supportedKernels()
    kernels = sets.first { name == nil || String(cString: $0.name) == name } ?? sets[sets.count - 1]
    ops = Self.operations(fitting: name)
    functions = withUnsafeBytes(of: kernels.multiply) { Array($0.bindMemory(to: facet_multiply?.self)) }
    panelFunctions = withUnsafeBytes(of: kernels.multiply_panels) {
      Array($0.bindMemory(to: facet_multiply_panels?.self))
    }
    // The team divides the work; the library's own threads would fight with it.
    openblas_set_num_threads(1)
  }

  /// The operations that are made of the same instructions as a set of matrix kernels.
  private static func operations(fitting name: String?) -> facet_ops {
    let supported = (0..<facet_ops_count()).compactMap { facet_ops_at($0)?.pointee }.filter { $0.is_supported() }
    return supported.first { name?.hasPrefix(String(cString: $0.name)) ?? true } ?? facet_ops_best().pointee
  }

  /// The sets of matrix kernels that this processor can run, best first.
  static func supportedKernels() -> [facet_matrix_kernels] {
    (0..<facet_matrix_kernels_count()).compactMap { facet_matrix_kernels_at($0)?.pointee }.filter { $0.is_supported() }
  }

  /// The names of the sets of matrix kernels that this processor can run, best first.
  public static var supportedKernelNames: [String] { supportedKernels().map { String(cString: $0.name) } }

  /// The name of the operations between the matrices that this processor can run.
  public static var operationsName: String { String(cString: facet_ops_best().pointee.name) }

  /// The processor that the library for float matrices takes this one for.
  public static var floatLibraryName: String { openblas_get_corename().map { String(cString: $0) } ?? "unknown" }

  /// Multiplies the same activations with several matrices: `out[token][row] = Σ matrix[row][column] · x[token][column]`.
  ///
  /// - Parameters:
  ///   - products: Each matrix and where its product goes, `[tokens][paddedRows]`.
  ///   - x: Activations `[tokens][columns]`, one after the other.
  ///   - tokens: How many.
  /// - Throws: ``ComputeError/outOfMemory(bytes:)`` for scratch memory.
  public func multiply(
    _ products: [(matrix: Matrix, out: UnsafeMutablePointer<Float>)], by x: UnsafePointer<Float>, tokens: Int
  ) throws {
    let tiled = products.filter { $0.matrix.type.tile != nil }
    let floats = products.filter { $0.matrix.type.tile == nil }
    if let first = tiled.first {
      let panels = try quantize(x, tokens: tokens, columns: first.matrix.columns)
      multiplyTiles(tiled, panels, tokens: tokens, columns: first.matrix.columns)
    }
    for product in floats { try multiplyFloats(product.matrix, x, tokens: tokens, into: product.out) }
  }

  // MARK: - Tiles

  /// The panels of so many tokens: full ones, then the rest in panels of at most eight.
  private func panelWidths(tokens: Int) -> [(first: Int, width: Int)] {
    var panels: [(first: Int, width: Int)] = []
    var first = 0
    while first < tokens {
      let left = tokens - first
      let width = left >= kernels.panel_width ? kernels.panel_width : min(left, Int(FACET_WIDTH_MAX))
      panels.append((first, width))
      first += width
    }
    return panels
  }

  private func quantize(_ x: UnsafePointer<Float>, tokens: Int, columns: Int) throws -> UnsafeMutablePointer<UInt8> {
    let tokenBytes = columns / 32 * Int(FACET_PANEL_BYTES)
    let buffer = try scratch(&panels, byteCount: tokens * tokenBytes)
    let out = buffer.pointer(UInt8.self)
    let widths = panelWidths(tokens: tokens)
    team.run(widths.count) { index in
      let (first, width) = widths[index]
      kernels.quantize(x + first * columns, columns, width, columns, out + first * tokenBytes)
    }
    return out
  }

  private func multiplyTiles(
    _ products: [(matrix: Matrix, out: UnsafeMutablePointer<Float>)], _ panels: UnsafeMutablePointer<UInt8>,
    tokens: Int, columns: Int
  ) {
    let tokenBytes = columns / 32 * Int(FACET_PANEL_BYTES)
    let widths = panelWidths(tokens: tokens)
    // A piece of work is a run of bands of one matrix. Reading weights is quickest in long runs, which the processor's prefetchers follow,
    // but every thread needs several pieces, so that threads of different speed finish together.
    let bytes = products.reduce(0) { $0 + $1.matrix.storage.byteCount }
    let pieceBytes = min(1 << 20, bytes / (8 * team.count))
    let bandsPerPiece = max(1, pieceBytes / max(1, products[0].matrix.bandBytes))
    let pieces = products.map { ($0.matrix.paddedRows / 16 + bandsPerPiece - 1) / bandsPerPiece }
    // Panels of a block stay in the second-level cache while all bands of a piece pass by.
    let blockTokens = max(kernels.panel_width, (1 << 20) / tokenBytes / kernels.panel_width * kernels.panel_width)
    team.run(pieces.reduce(0, +)) { index in
      var index = index
      var which = 0
      while index >= pieces[which] {
        index -= pieces[which]
        which += 1
      }
      let (matrix, out) = products[which]
      guard let type = matrix.type.tile else { return }
      let bands = index * bandsPerPiece..<min(matrix.paddedRows / 16, (index + 1) * bandsPerPiece)
      let tiles = matrix.storage.pointer(UInt8.self)
      var next = 0
      if let multiplyPanels = panelFunctions[Int(type.rawValue)] {
        while next < widths.count, widths[next].width == kernels.panel_width { next += 1 }
        if next > 0 {
          multiplyPanels(
            tiles + bands.lowerBound * matrix.bandBytes, bands.count, columns, panels, next,
            out + 16 * bands.lowerBound, matrix.paddedRows)
        }
      }
      while next < widths.count {
        let blockEnd = widths[next].first + blockTokens
        var end = next
        while end < widths.count, widths[end].first < blockEnd { end += 1 }
        for band in bands {
          for (first, width) in widths[next..<end] {
            guard let multiply = kernel(type, width) else { continue }
            multiply(
              tiles + band * matrix.bandBytes, 1, columns, panels + first * tokenBytes,
              out + first * matrix.paddedRows + 16 * band, matrix.paddedRows)
          }
        }
        next = end
      }
    }
  }

  private func kernel(_ type: facet_type, _ width: Int) -> facet_multiply? {
    functions[Int(type.rawValue) * Int(FACET_PANEL_MAX) + width - 1]
  }

  // MARK: - Floats

  private func multiplyFloats(
    _ matrix: Matrix, _ x: UnsafePointer<Float>, tokens: Int, into out: UnsafeMutablePointer<Float>
  ) throws {
    try forFloatRows(of: matrix) { rows, weights in
      ops.multiply_floats(weights, rows.count, x, tokens, matrix.columns, out + rows.lowerBound, matrix.paddedRows)
    }
  }

  /// Calls `body` on all threads for pieces of a float matrix, widened to 32 bits.
  private func forFloatRows(of matrix: Matrix, _ body: (Range<Int>, UnsafePointer<Float>) -> Void) throws {
    let columns = matrix.columns
    let rowsPerPiece = 64
    let pieces = (matrix.rows + rowsPerPiece - 1) / rowsPerPiece
    let wide =
      matrix.type == .float32 ? nil : try scratch(&floatScratch, byteCount: slots * rowsPerPiece * columns * 4).floats
    team.run(min(pieces, slots)) { slot in
      for piece in stride(from: slot, to: pieces, by: slots) {
        let rows = piece * rowsPerPiece..<min(matrix.rows, (piece + 1) * rowsPerPiece)
        if let wide {
          let copy = wide + slot * rowsPerPiece * columns
          for row in rows { matrix.floatRow(row, to: copy + (row - rows.lowerBound) * columns) }
          body(rows, copy)
        } else {
          body(rows, matrix.storage.floats + rows.lowerBound * columns)
        }
      }
    }
  }

  /// Multiplies activations with one float matrix through OpenBLAS: quicker for many tokens at once, but the last bits depend on how many.
  ///
  /// - Parameters:
  ///   - matrix: A matrix of 32-bit floats or of 16-bit ones, which are widened piece by piece.
  ///   - x: Activations `[tokens][columns]`.
  ///   - tokens: How many.
  ///   - out: `[tokens][paddedRows]`.
  /// - Throws: ``ComputeError/outOfMemory(bytes:)`` for scratch memory.
  public func multiplyMany(
    _ matrix: Matrix, by x: UnsafePointer<Float>, tokens: Int, into out: UnsafeMutablePointer<Float>
  ) throws {
    guard matrix.type.tile == nil else { return try multiply([(matrix, out)], by: x, tokens: tokens) }
    try forFloatRows(of: matrix) { rows, weights in
      cblas_sgemm(
        CblasRowMajor, CblasNoTrans, CblasTrans, Int32(tokens), Int32(rows.count), Int32(matrix.columns), 1, x,
        Int32(matrix.columns), weights, Int32(matrix.columns), 0, out + rows.lowerBound, Int32(matrix.paddedRows))
    }
  }

  /// Scratch memory for the operation at hand, not cleared; valid until the next call.
  ///
  /// - Throws: ``ComputeError/outOfMemory(bytes:)``.
  public func scratch(floats count: Int) throws -> UnsafeMutablePointer<Float> {
    try scratch(&operationScratch, byteCount: count * 4).floats
  }

  /// Pieces of work that may run at once with scratch memory of their own.
  private var slots: Int { team.count * 4 }

  private func scratch(_ buffer: inout AlignedBuffer?, byteCount: Int) throws -> AlignedBuffer {
    if let buffer, buffer.byteCount >= byteCount { return buffer }
    let larger = try AlignedBuffer(byteCount: byteCount)
    buffer = larger
    return larger
  }
}
