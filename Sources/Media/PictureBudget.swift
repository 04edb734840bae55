/// What a picture takes under a budget of soft tokens.
public struct PictureBudget: Sendable, Equatable {
  /// The most soft tokens it may take.
  public let budget: Int
  /// The soft tokens that it takes.
  public let tokens: Int
  /// Whether it keeps its size, but for less than a patch at each side.
  public let isWhole: Bool

  /// What a picture of so many pixels takes under each budget that the model was trained with, from the smallest on.
  ///
  ///     choices(width: 1920, height: 1080).map(\.tokens)  →  [55, 128, 264, 527, 1056]
  public static func choices(width: Int, height: Int, patchSize: Int = 48) -> [PictureBudget] {
    PicturePatches.budgets.map { budget in
      let grid = PatchGrid(width: max(1, width), height: max(1, height), budget: budget, patchSize: patchSize)
      return PictureBudget(
        budget: budget, tokens: grid.columns * grid.rows,
        isWhole: (grid.columns + 1) * patchSize > width && (grid.rows + 1) * patchSize > height)
    }
  }

  /// The smallest budget that scales nothing down; the largest for a picture that is larger still.
  public static func best(width: Int, height: Int, patchSize: Int = 48) -> Int {
    let choices = choices(width: width, height: height, patchSize: patchSize)
    return choices.first(where: \.isWhole)?.budget ?? PicturePatches.budgets[PicturePatches.budgets.count - 1]
  }
}
