import Testing

@testable import Media

@Suite struct PictureBudgetTests {
  @Test func everyTrainedBudgetIsAChoice() {
    let choices = PictureBudget.choices(width: 1920, height: 1080)
    #expect(choices.map(\.budget) == PicturePatches.budgets)
    #expect(choices.map(\.tokens) == [66, 120, 264, 527, 1100])
    #expect(PictureBudget.best(width: 1920, height: 1080) == 1120)
    #expect(PictureBudget.best(width: 300, height: 300) == 70)
  }

  @Test(arguments: [
    (5000, [70, 140, 280, 560, 1120]), (1120, [70, 140, 280, 560, 1120]), (1119, [70, 140, 280, 560]),
    (280, [70, 140, 280]), (70, [70]), (69, [69]), (16, [16]), (1, [1]), (0, [1]),
  ])
  func theProjectorsPositionsLimitTheChoices(_ side: Int, _ budgets: [Int]) {
    let largest = PictureBudget.largest(side: side)
    #expect(largest == budgets.last)
    #expect(PictureBudget.choices(width: 1920, height: 1080, largest: largest).map(\.budget) == budgets)
  }

  @Test func noPictureIsLongerThanTheProjectorKnows() {
    for side in [1, 2, 7, 16, 69, 70, 71, 300] {
      let budget = PictureBudget.largest(side: side)
      for (width, height) in [(1, 1), (640, 480), (5000, 1), (1, 5000), (4000, 30), (47, 48)] {
        let grid = PatchGrid(width: width, height: height, budget: budget, patchSize: 48)
        #expect(grid.columns <= side && grid.rows <= side, "\(width) × \(height) with \(budget)")
      }
    }
  }

  @Test func aSmallTableStillShowsTheShape() {
    #expect(PictureBudget.choices(width: 1920, height: 1080, largest: 16).map(\.tokens) == [15])
  }
}
