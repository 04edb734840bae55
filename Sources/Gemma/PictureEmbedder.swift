import Compute

/// Turns patches of a picture into soft tokens: there is no encoder.
///
/// ```
/// p = the values of a patch
/// e = LN3( LN2( W LN1(p) + b ) + positionX[x] + positionY[y] )
/// soft token = Wp rmsNorm(e)
/// ```
public final class PictureEmbedder {
  /// Pixels along a patch's side.
  public static let patchSize = 48
  private static let patchValues = patchSize * patchSize * 3
  /// The layer norms' addend, PyTorch's default.
  private static let layerNormEpsilon: Float = 1e-5
  private static let rmsEpsilon: Float = 1e-6

  private struct Norm {
    let weight: [Float]
    let bias: [Float]

    init(_ loader: TensorLoader, _ index: Int, _ count: Int) throws {
      weight = try loader.floats("v.patch_norm.\(index).weight", shape: [count])
      bias = try loader.floats("v.patch_norm.\(index).bias", shape: [count])
    }
  }

  private let arithmetic: Arithmetic
  private let hidden: Int
  private let norms: [Norm]
  private let patch: Matrix
  private let patchBias: [Float]
  private let positions: [Float]
  private let projection: Matrix

  /// Patches along the longest side that positions are known for.
  public let maximumSide: Int

  init(_ loader: TensorLoader, hidden: Int, arithmetic: Arithmetic) throws {
    self.arithmetic = arithmetic
    self.hidden = hidden
    norms = try [Norm(loader, 1, Self.patchValues), Norm(loader, 2, hidden), Norm(loader, 3, hidden)]
    patch = try loader.matrix("v.patch_embd.weight", rows: hidden, columns: Self.patchValues)
    patchBias = try loader.floats("v.patch_embd.bias", shape: [hidden])
    maximumSide = loader.file.tensor("v.position_embd.weight").flatMap { $0.shape.count == 3 ? $0.shape[1] : nil } ?? 0
    positions = try loader.floats("v.position_embd.weight", shape: [hidden, maximumSide, 2])
    projection = try loader.matrix("mm.input_projection.weight", rows: hidden, columns: hidden)
  }

  /// Embeds a grid of patches.
  ///
  /// - Parameters:
  ///   - patches: `[rows · columns][48 · 48 · 3]`, values 0…1 in row, column, channel order inside a patch.
  ///   - columns: Patches in a row of the grid.
  /// - Returns: One soft token a patch.
  /// - Throws: `ComputeError`.
  /// - Precondition: The grid has at most ``maximumSide`` rows and columns.
  public func embed(_ patches: [Float], columns: Int) throws -> SoftTokens {
    let count = patches.count / Self.patchValues
    let ops = arithmetic.ops
    let values = try AlignedBuffer(floats: count * Self.patchValues)
    let embedded = try AlignedBuffer(floats: count * patch.paddedRows)
    let projected = try AlignedBuffer(floats: count * projection.paddedRows)
    arithmetic.team.run(count) { index in
      let row = values.floats + index * Self.patchValues
      patches.withUnsafeBufferPointer { patches in
        Self.channelMajor(patches, from: index * Self.patchValues, to: row)
      }
      ops.layer_norm(row, norms[0].weight, norms[0].bias, Self.patchValues, Self.layerNormEpsilon, row)
    }
    try arithmetic.multiply([(patch, embedded.floats)], by: values.floats, tokens: count)
    arithmetic.team.run(count) { index in
      let row = embedded.floats + index * hidden
      let x = index % columns * hidden
      let y = (maximumSide + index / columns) * hidden
      for column in 0..<hidden { row[column] += patchBias[column] }
      ops.layer_norm(row, norms[1].weight, norms[1].bias, hidden, Self.layerNormEpsilon, row)
      for column in 0..<hidden { row[column] += positions[x + column] + positions[y + column] }
      ops.layer_norm(row, norms[2].weight, norms[2].bias, hidden, Self.layerNormEpsilon, row)
      ops.rms_norm(row, nil, hidden, Self.rmsEpsilon, row)
    }
    try arithmetic.multiply([(projection, projected.floats)], by: embedded.floats, tokens: count)
    return SoftTokens(values: Array(UnsafeBufferPointer(start: projected.floats, count: count * hidden)), width: hidden)
  }

  /// The file stores weights for patches with all red values first, then green, then blue.
  private static func channelMajor(
    _ patches: UnsafeBufferPointer<Float>, from start: Int, to out: UnsafeMutablePointer<Float>
  ) {
    let pixels = patchSize * patchSize
    for pixel in 0..<pixels {
      for channel in 0..<3 { out[channel * pixels + pixel] = patches[start + 3 * pixel + channel] }
    }
  }
}
