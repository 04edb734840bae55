import Compute

/// Turns frames of 640 samples (40 ms at 16 kHz) into soft tokens: `Wa rmsNorm(frame)`.
public final class SoundEmbedder {
  /// Samples in a frame.
  public static let frameSize = 640
  private static let epsilon: Float = 1e-6

  private let arithmetic: Arithmetic
  private let projection: Matrix

  init(_ loader: TensorLoader, hidden: Int, arithmetic: Arithmetic) throws {
    self.arithmetic = arithmetic
    projection = try loader.matrix("mm.a.input_projection.weight", rows: hidden, columns: Self.frameSize)
  }

  /// Embeds frames.
  ///
  /// - Parameter frames: `[count][640]`, samples −1…1.
  /// - Returns: One soft token a frame.
  /// - Throws: `ComputeError`.
  public func embed(_ frames: [Float]) throws -> SoftTokens {
    let count = frames.count / Self.frameSize
    let values = try AlignedBuffer(floats: count * Self.frameSize)
    let projected = try AlignedBuffer(floats: count * projection.paddedRows)
    frames.withUnsafeBufferPointer { frames in
      guard let base = frames.baseAddress else { return }
      arithmetic.team.run(count, by: 16) { range in
        for index in range {
          arithmetic.ops.rms_norm(
            base + index * Self.frameSize, nil, Self.frameSize, Self.epsilon, values.floats + index * Self.frameSize)
        }
      }
    }
    // In a fixed order of additions: a frame that was embedded while somebody spoke is the same as in the whole recording.
    try arithmetic.multiply([(projection, projected.floats)], by: values.floats, tokens: count)
    return SoftTokens(
      values: Array(UnsafeBufferPointer(start: projected.floats, count: count * projection.rows)),
      width: projection.rows)
  }
}
