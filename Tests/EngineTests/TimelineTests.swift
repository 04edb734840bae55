import Compute
import GGUF
import Gemma
import TestSupport
import Testing

@testable import Engine

@Suite struct TimelineTests {
  /// The token that begins a turn in these tests.
  static let turn = 5

  static func timeline(context: Int = 512, chunk: Int = 16) throws -> Timeline {
    let file = try GGUFFile(bytes: TinyModel(weights: .q8_0).bytes(), name: "tiny.gguf")
    return try Timeline(
      Model(file, arithmetic: Arithmetic(threads: 2)), context: context, chunk: chunk, turnStart: turn)
  }

  static func prompt(_ tokens: some Sequence<Int>) -> Prompt {
    var prompt = Prompt()
    prompt.append(tokens: Array(tokens))
    return prompt
  }

  static func logits(_ timeline: Timeline) throws -> [Float] { try timeline.withLogits { Array($0) } }

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

  /// Twenty turns with long thoughts, which are dropped as soon as the next prompt is known: what was said before is never read again.
  @Test func noTurnReadsTheConversationAgain() throws {
    let timeline = try Self.timeline(context: 8_192, chunk: 64)
    var history = [2]
    var (sent, evaluated, worst) = (0, 0, 0.0)
    for number in 0..<20 {
      let question = [Self.turn] + (0..<30).map { 30 + ($0 * 7 + number) % 300 }
      let opening = [Self.turn, 31, 32]
      let thought = (0..<500).map { 40 + ($0 * 11 + number) % 250 }
      let answer = (0..<90).map { 50 + ($0 * 13 + number) % 240 }
      let read = try timeline.bring(to: Self.prompt(history + question + opening), cancellation: Cancellation())
      worst = max(worst, Double(read.evaluated) / Double(question.count + opening.count))
      for token in thought + answer { try timeline.append(token) }
      history += question + opening + answer
      let again = try timeline.bring(to: Self.prompt(history), needsLogits: false, cancellation: Cancellation())
      #expect(again.evaluated <= answer.count)
      sent += question.count + opening.count + thought.count + answer.count
      evaluated += read.evaluated + thought.count + answer.count + again.evaluated
    }
    #expect(worst <= 1.1)
    #expect(Double(evaluated) <= 1.6 * Double(sent))
    let fresh = try Self.timeline(context: 8_192)
    for tail in [[], [90, 91]] {
      try timeline.bring(to: Self.prompt(history + tail), cancellation: Cancellation())
      try fresh.bring(to: Self.prompt(history + tail), cancellation: Cancellation())
      #expect(try Self.logits(timeline) == Self.logits(fresh))
    }
  }

  /// Prompts that part from each other anywhere, replies of any length, readings that are broken off: the logits are those of a fresh timeline.
  @Test(arguments: 0..<12)
  func wherePromptsPartDoesNotMatter(seed: Int) throws {
    var random = RandomSequence(seed: UInt64(seed))
    func number(_ range: Range<Int>) -> Int { range.lowerBound + Int(random.next() % UInt64(range.count)) }
    let timeline = try Self.timeline(context: 4_096, chunk: [16, 64, 200][seed % 3])
    var history = [2]
    for _ in 0..<14 {
      let turns = history.indices.filter { history[$0] == Self.turn }
      switch number(0..<4) {
      case 0 where !turns.isEmpty: history.removeSubrange(turns[number(0..<turns.count)]...)
      case 1 where history.count > 1: history.removeSubrange(number(1..<history.count)...)
      default: break
      }
      history += [Self.turn] + (0..<number(1..<150)).map { _ in number(30..<330) }
      let cancellation = Cancellation()
      let stop = number(0..<5) == 0 ? number(0..<history.count) : .max
      do {
        try timeline.bring(to: Self.prompt(history), cancellation: cancellation) {
          if $0 > stop { cancellation.cancel() }
        }
        let fresh = try Self.timeline(context: 4_096, chunk: 512)
        try fresh.bring(to: Self.prompt(history), cancellation: Cancellation())
        #expect(try Self.logits(timeline) == Self.logits(fresh))
        for _ in 0..<number(0..<400) {
          let token = number(30..<330)
          try timeline.append(token)
          if number(0..<3) > 0 { history.append(token) }
        }
      } catch is CancellationError {}
    }
  }

  @Test(arguments: 0...7)
  func draftedTokensThatAreTakenGiveTheLogitsOfPlainSteps(right: Int) throws {
    let (timeline, plain) = (try Self.timeline(), try Self.timeline())
    for timeline in [timeline, plain] { try timeline.bring(to: Self.prompt(30..<80), cancellation: Cancellation()) }
    try timeline.append(40, drafts: Array(41..<48))
    try plain.append(40)
    for token in 41..<41 + right {
      #expect(try Self.logits(timeline) == Self.logits(plain))
      #expect(timeline.take(token))
      try plain.append(token)
    }
    #expect(try Self.logits(timeline) == Self.logits(plain))
    #expect(!timeline.take(99))
    // Another token than the one that was guessed.
    for timeline in [timeline, plain] { try timeline.append(99) }
    #expect(try Self.logits(timeline) == Self.logits(plain))
    #expect(timeline.positions == plain.positions && timeline.cache.count == plain.cache.count)
  }

  @Test func draftedTokensAreForgottenWithAnotherPrompt() throws {
    let timeline = try Self.timeline()
    try timeline.bring(to: Self.prompt(30..<80), cancellation: Cancellation())
    try timeline.append(80, drafts: [81, 82])
    let figures = try timeline.bring(to: Self.prompt(30..<83), cancellation: Cancellation())
    #expect(figures.reused == 51 && figures.evaluated == 2)
    let fresh = try Self.timeline()
    try fresh.bring(to: Self.prompt(30..<83), cancellation: Cancellation())
    #expect(try Self.logits(timeline) == Self.logits(fresh))
  }
}
