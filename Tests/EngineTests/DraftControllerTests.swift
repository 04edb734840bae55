import TestSupport
import Testing

@testable import Engine

/// The number of guesses follows what rounds cost and how many are right; both are made up here.
@Suite struct DraftControllerTests {
  /// A machine and a source.
  struct World {
    /// Plain steps that a batch of so many tokens takes.
    var steps: (Int) -> Double = { 1 + 0.05 * Double($0 - 1) }
    /// Plain steps that one guess takes.
    var guess = 0.04
    /// The probability that a guess is right.
    var agreement = 0.7
    /// Seconds of a plain step.
    var second = 0.2
  }

  /// Lets a controller work in a world; gives back the tokens it got for the time of a plain step, and how often it chose each number.
  static func play(
    _ controller: inout DraftController, _ world: World, rounds: Int, random: inout SeededRandom
  ) -> (tokensPerStep: Double, choices: [Int: Int]) {
    var (tokens, time) = (0.0, 0.0)
    var choices: [Int: Int] = [:]
    for _ in 0..<rounds {
      let chosen = controller.choose([DraftOffer(.drafter, count: DraftController.most)])
      let count = chosen?.count ?? 0
      choices[count, default: 0] += 1
      if let chosen {
        controller.measured(chosen.kind, tokens: count, seconds: world.guess * world.second * Double(count))
      }
      controller.measured(columns: 1 + count, seconds: world.steps(1 + count) * world.second)
      var right = 0
      while right < count, Double(random.next() >> 11) * 0x1p-53 < world.agreement { right += 1 }
      if let chosen { controller.judged(chosen.kind, right: right, isNextWrong: right < count) }
      tokens += 1 + Double(right)
      time += world.steps(1 + count) + world.guess * Double(count)
    }
    return (tokens / time, choices)
  }

  /// What always guessing the best number of tokens gives, plain steps included.
  static func best(_ world: World) -> Double {
    (0...DraftController.most).map { count in
      let tokens = (0...count).reduce(0.0) { sum, power in
        sum + (0..<power).reduce(1.0) { product, _ in product * world.agreement }
      }
      return tokens / (world.steps(1 + count) + world.guess * Double(count))
    }.max() ?? 1
  }

  @Test(arguments: [0.0, 0.2, 0.5, 0.7, 0.9, 1.0], [0.01, 0.05, 0.2, 0.5, 1.0])
  func itComesCloseToTheBestFixedNumber(agreement: Double, slope: Double) {
    var world = World(agreement: agreement)
    world.steps = { 1 + slope * Double($0 - 1) }
    var controller = DraftController()
    var random = SeededRandom(seed: 3)
    let got = Self.play(&controller, world, rounds: 2_000, random: &random).tokensPerStep
    #expect(got > 0.9 * Self.best(world), "\(got) of \(Self.best(world))")
  }

  @Test func aMachineThatUnpacksTilesOnceForFourTokensIsUsedForThree() {
    var world = World(agreement: 0.7)
    world.steps = { $0 <= 4 ? 1.05 : 1.6 }
    var controller = DraftController()
    var random = SeededRandom(seed: 5)
    _ = Self.play(&controller, world, rounds: 500, random: &random)
    let choices = Self.play(&controller, world, rounds: 500, random: &random).choices
    #expect(choices[3, default: 0] > 400, "\(choices)")
  }

  @Test(arguments: [DraftKind.shortMatch, .longMatch, .drafter])
  func aSourceThatIsNeverRightCostsNextToNothing(kind: DraftKind) {
    var controller = DraftController()
    var time = 0.0
    for _ in 0..<1_000 {
      let count = controller.choose([DraftOffer(kind, count: 7)])?.count ?? 0
      let steps = 1 + 0.05 * Double(count)
      controller.measured(columns: 1 + count, seconds: steps)
      if count > 0 { controller.judged(kind, right: 0, isNextWrong: true) }
      time += steps
    }
    #expect(time < 1_030)
    #expect(time > 1_000)
  }

  @Test func aParkedSourceIsTakenUpAgainWhenItHasBecomeGood() {
    var controller = DraftController()
    var random = SeededRandom(seed: 9)
    _ = Self.play(&controller, World(agreement: 0), rounds: 500, random: &random)
    let choices = Self.play(&controller, World(agreement: 0.9), rounds: 3_000, random: &random).choices
    #expect(choices[0, default: 0] < 1_500, "\(choices)")
  }

  @Test func aSlowMinuteOfTheMachineIsForgotten() {
    var controller = DraftController()
    var random = SeededRandom(seed: 2)
    var slow = World()
    slow.steps = { $0 == 1 ? 1 : 4 }
    _ = Self.play(&controller, slow, rounds: 60, random: &random)
    let world = World()
    _ = Self.play(&controller, world, rounds: 1_500, random: &random)
    let got = Self.play(&controller, world, rounds: 1_000, random: &random).tokensPerStep
    #expect(got > 0.9 * Self.best(world), "\(got) of \(Self.best(world))")
  }

  @Test func theSourceThatPaysMoreIsChosen() {
    var controller = DraftController()
    controller.measured(columns: 1, seconds: 1)
    let offers = [DraftOffer(.shortMatch, count: 7), DraftOffer(.longMatch, count: 7)]
    #expect(controller.choose(offers)?.kind == .longMatch)
    for _ in 0..<40 {
      controller.judged(.longMatch, right: 0, isNextWrong: true)
      controller.judged(.shortMatch, right: 7, isNextWrong: false)
    }
    #expect(controller.choose(offers) == DraftOffer(.shortMatch, count: 7))
  }

  @Test func nothingIsGuessedBeforeAPlainStepIsKnown() {
    var controller = DraftController()
    #expect(controller.choose([DraftOffer(.longMatch, count: 7)]) == nil)
    controller.measured(columns: 1, seconds: 1)
    #expect(controller.choose([DraftOffer(.longMatch, count: 7)]) != nil)
    #expect(controller.choose([]) == nil)
  }
}
