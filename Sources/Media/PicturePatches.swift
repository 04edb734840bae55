/// A picture as the model takes it: resized to a grid of square patches and cut along it.
///
/// A picture of 4000 × 3000 pixels under a budget of 280 becomes 19 × 14 patches of 48 × 48 pixels; each patch becomes one soft token.
/// Pixels equal those of `Gemma4UnifiedImageProcessor` in Hugging Face transformers.
public struct PicturePatches: Sendable, Equatable {
  /// The budgets that the model was trained with.
  public static let budgets = [70, 140, 280, 560, 1120]

  private static let largestPatch = 256

  /// Patches in a row.
  public let columns: Int
  /// Rows of patches.
  public let rows: Int
  /// `[rows · columns, patchSize, patchSize, 3]`, 0…1, the patches row by row from the top left.
  public let values: [Float]

  /// How many patches, and so soft tokens.
  public var count: Int { columns * rows }

  /// Resizes and cuts `image`; small pictures grow.
  ///
  /// - Parameter budget: the most patches, 1 to 1120.
  /// - Parameter patchSize: the side of a patch in pixels, from the projector's metadata.
  /// - Throws: `MediaError.budgetOutOfRange` or `.patchSizeOutOfRange`.
  public init(_ image: PixelImage, budget: Int, patchSize: Int = 48) throws {
    guard (1...PatchGrid.mostPatches).contains(budget) else {
      throw MediaError.budgetOutOfRange(budget, limit: PatchGrid.mostPatches)
    }
    guard (1...Self.largestPatch).contains(patchSize) else {
      throw MediaError.patchSizeOutOfRange(patchSize, limit: Self.largestPatch)
    }
    let grid = PatchGrid(width: image.width, height: image.height, budget: budget, patchSize: patchSize)
    columns = grid.columns
    rows = grid.rows
    let resized = try image.resized(width: grid.columns * patchSize, height: grid.rows * patchSize)
    values = Self.cut(resized, into: grid, patchSize: patchSize)
  }

  private static func cut(_ image: PixelImage, into grid: PatchGrid, patchSize: Int) -> [Float] {
    let count = image.rgb.count
    let lineLength = patchSize * 3
    let scale = Float(1.0 / 255)
    return [Float](unsafeUninitializedCapacity: count) { values, initialized in
      image.rgb.withUnsafeBufferPointer { pixels in
        guard let pixels = pixels.baseAddress, let values = values.baseAddress else { return }
        var target = values
        for row in 0..<grid.rows {
          for column in 0..<grid.columns {
            for line in 0..<patchSize {
              let source = pixels + ((row * patchSize + line) * grid.columns + column) * lineLength
              for index in 0..<lineLength { target[index] = Float(source[index]) * scale }
              target += lineLength
            }
          }
        }
      }
      initialized = count
    }
  }
}
