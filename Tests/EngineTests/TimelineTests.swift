import Compute
import GGUF
import Gemma
import TestSupport
import Testing

@testable import Engine

@Suite struct TimelineTests {
  static func timeline(context: Int = 512, chunk: Int = 16) throws -> Timeline {
    let file = try GGUFFile(bytes: TinyModel(weights: .q8_0).bytes(), name: "tiny.gguf")
    return try Timeline(Model(file, arithmetic: Arithmetic(threads: 2)), context: context, chunk: chunk)
  }

  static func prompt(_ tokens: some Sequence<Int>) -> Prompt {
    var prompt = Prompt()
    prompt.append(tokens: Array(tokens))
    return prompt
  }

  static func logits(_ timeline: Timeline) throws -> [Float] { try timeline.withLogits { Array($0) } ?? [] }

  @Test func theNextTurnEvaluatesOnlyWhatIsNew() throws {
    let timeline = try Self.timeline()
    try timeline.bring(to: Self.prompt(30..<80), cancellation: Cancellation())
    let figures = try timeline.bring(to: Self.prompt(30..<90), cancellation: Cancellation())
    #expect(figures.reused == 50)
    #expect(figures.evaluated == 10)
  }

  @Test func theSamePromptAgainEvaluatesItsLastToken() throws {
    let timeline = try Self.timeline()
    try timeline.bring(to: Self.prompt(30..<80), cancellation: Cancellation())
    let first = try Self.logits(timeline)
    let figures = try timeline.bring(to: Self.prompt(30..<80), cancellation: Cancellation())
    #expect(figures.evaluated == 1)
    #expect(try Self.logits(timeline) == first)
  }

  @Test(arguments: [0, 10, 40, 79])
  func aPromptReachedByRewindingGivesTheSameLogits(common: Int) throws {
    let timeline = try Self.timeline()
    let old = Array(30..<30 + common) + (0..<70).map { 200 + $0 % 50 }
    let new = Array(30..<110)
    try timeline.bring(to: Self.prompt(old), cancellation: Cancellation())
    let figures = try timeline.bring(to: Self.prompt(new), cancellation: Cancellation())
    #expect(figures.reused == common)
    let fresh = try Self.timeline(chunk: 80)
    try fresh.bring(to: Self.prompt(new), cancellation: Cancellation())
    #expect(try Self.logits(timeline) == Self.logits(fresh))
  }

  @Test func rewindingBeyondTheRingStartsOver() throws {
    let timeline = try Self.timeline(context: 2_048, chunk: 64)
    try timeline.bring(to: Self.prompt((0..<900).map { 30 + $0 % 300 }), cancellation: Cancellation())
    let new = (0..<100).map { 30 + $0 % 300 } + [1, 2, 3]
    let figures = try timeline.bring(to: Self.prompt(new), cancellation: Cancellation())
    #expect(figures.reused == 0)
    let fresh = try Self.timeline(context: 2_048)
    try fresh.bring(to: Self.prompt(new), cancellation: Cancellation())
    #expect(try Self.logits(timeline) == Self.logits(fresh))
  }

  @Test func aCancelledReadingKeepsWhatItReadAndCanGoOn() throws {
    let timeline = try Self.timeline()
    let cancellation = Cancellation()
    let prompt = Self.prompt((0..<200).map { 30 + $0 % 300 })
    #expect(throws: CancellationError.self) {
      try timeline.bring(to: prompt, cancellation: cancellation) { if $0 >= 60 { cancellation.cancel() } }
    }
    #expect(timeline.positions.count >= 48)
    #expect(timeline.positions.count < 200)
    let kept = timeline.positions.count
    let figures = try timeline.bring(to: prompt, cancellation: Cancellation())
    #expect(figures.reused == kept)
    let fresh = try Self.timeline()
    try fresh.bring(to: prompt, cancellation: Cancellation())
    #expect(try Self.logits(timeline) == Self.logits(fresh))
  }

  @Test func aSupersededReadingFinishesItsChunk() throws {
    let timeline = try Self.timeline()
    let cancellation = Cancellation()
    let prompt = Self.prompt((0..<200).map { 30 + $0 % 300 })
    var atRequest = -1
    #expect(throws: CancellationError.self) {
      try timeline.bring(to: prompt, cancellation: cancellation) { done in
        // In the middle of a chunk, before its last layer.
        if atRequest < 0, done > timeline.positions.count, timeline.positions.count > 0 {
          atRequest = timeline.positions.count
          cancellation.supersede()
        }
      }
    }
    #expect(atRequest > 0)
    #expect(timeline.positions.count > atRequest)
    #expect(timeline.positions.count < 200)
  }

  @Test func aPromptBeyondTheContextIsRefusedUntouched() throws {
    let timeline = try Self.timeline(context: 64)
    #expect(throws: EngineError.promptTooLong(tokens: 65, context: 64)) {
      try timeline.bring(to: Self.prompt((0..<65).map { 30 + $0 }), cancellation: Cancellation())
    }
    #expect(timeline.positions.isEmpty)
  }

  @Test func stepsGiveTheLogitsOfAWholePrompt() throws {
    let tokens = (0..<60).map { 30 + $0 * 7 % 300 }
    let steps = try Self.timeline()
    try steps.bring(to: Self.prompt(tokens[..<1]), cancellation: Cancellation())
    for token in tokens[1...] { try steps.append(token) }
    let whole = try Self.timeline(chunk: 60)
    try whole.bring(to: Self.prompt(tokens), cancellation: Cancellation())
    #expect(try Self.logits(steps) == Self.logits(whole))
  }
}
