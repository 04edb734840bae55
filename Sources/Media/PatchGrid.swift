/// Into how many columns and rows of patches a picture is laid.
struct PatchGrid: Equatable {
  let columns: Int
  let rows: Int

  /// The most soft tokens a picture may take: the model has that many positions in each direction.
  static let mostPatches = 1120

  /// The largest grid of the picture's own shape with at most `budget` patches.
  ///
  /// Both sides are rounded down, so that a shape narrower than one patch would vanish: then its side is one patch and the other
  /// one as many as the shape allows. Every operation is that of `get_aspect_ratio_preserving_size` in Hugging Face transformers
  /// (`Gemma4UnifiedImageProcessor`), in double precision and in the same order, so that both round alike.
  init(width: Int, height: Int, budget: Int, patchSize: Int) {
    let targetPixels = Double(budget * patchSize * patchSize)
    let factor = (targetPixels / Double(width * height)).squareRoot()
    let idealColumns = Int((factor * Double(width) / Double(patchSize)).rounded(.down))
    let idealRows = Int((factor * Double(height) / Double(patchSize)).rounded(.down))
    switch (idealColumns, idealRows) {
    case (0, 0):
      (columns, rows) = (1, 1)  // a budget of one patch and a factor rounded down
    case (_, 0):
      (columns, rows) = (min(width / height, budget), 1)
    case (0, _):
      (columns, rows) = (1, min(height / width, budget))
    default:
      (columns, rows) = (idealColumns, idealRows)
    }
  }
}
