/// What a picture takes under a budget of soft tokens.
public struct PictureBudget: Sendable, Equatable {
  /// The most soft tokens it may take.
  public let budget: Int
  /// The soft tokens that it takes.
  public let tokens: Int
  /// Whether it keeps its size, but for less than a patch at each side.
  public let isWhole: Bool

  /// The largest budget of a projector that knows positions for `side` patches along a side.
  ///
  /// No grid of so many patches is longer than that, whatever the picture's shape.
  ///
  ///     largest(side: 1120)  →  1120
  ///     largest(side: 300)   →  280
  ///     largest(side: 16)    →  16
  public static func largest(side: Int) -> Int { budgets(upTo: max(1, side)).last ?? 1 }

  /// The budgets that the model was trained with, up to a largest one; where even the smallest is larger, that one alone.
  private static func budgets(upTo largest: Int?) -> [Int] {
    guard let largest else { return PicturePatches.budgets }
    let budgets = PicturePatches.budgets.filter { $0 <= largest }
    return budgets.isEmpty ? [largest] : budgets
  }

  /// What a picture of so many pixels takes under each budget that there is up to the largest, from the smallest on.
  ///
  ///     choices(width: 1920, height: 1080).map(\.tokens)               →  [66, 120, 264, 527, 1100]
  ///     choices(width: 1920, height: 1080, largest: 16).map(\.tokens)  →  [15]
  public static func choices(
    width: Int, height: Int, largest: Int? = nil, patchSize: Int = 48
  ) -> [PictureBudget] {
    budgets(upTo: largest).map { budget in
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
