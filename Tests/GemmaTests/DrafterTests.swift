import Compute
import GGUF
import TestSupport
import Testing

@testable import Gemma

@Suite struct DrafterTests {
  /// A model with its drafter, and a prompt read in batches of some size.
  struct Place {
    let model: Model
    let drafter: Drafter
    let cache: KVCache
    let row: Int

    init(chunk: Int = 150, threads: Int = 2, prompt: [Int] = CuttingTests.prompt, context: Int = 512) throws {
      let arithmetic = try Arithmetic(threads: threads)
      model = try Model(GGUFFile(bytes: TinyModel().bytes(), name: "tiny.gguf"), arithmetic: arithmetic)
      drafter = try Drafter(TinyDrafter().file(), target: model.configuration, arithmetic: arithmetic)
      cache = try KVCache(model.configuration, context: context)
      var last = 0
      for start in stride(from: 0, to: prompt.count, by: chunk) {
        var batch = Batch()
        batch.append(prompt[start..<min(prompt.count, start + chunk)])
        try model.evaluate(batch, cache: cache)
        last = batch.count - 1
      }
      row = last
    }

    func draft(_ count: Int, after token: Int = 40) throws -> [Int] {
      try drafter.draft(count, after: token, model: model, row: row, cache: cache)
    }
  }

  @Test func theSameIsGuessedHoweverThePromptWasCut() throws {
    let whole = try Place().draft(7)
    for (chunk, threads) in [(1, 2), (7, 1), (64, 3)] {
      #expect(try Place(chunk: chunk, threads: threads).draft(7) == whole)
    }
    #expect(whole.count == 7)
    #expect(whole.allSatisfy { (0..<TinyModel().vocabulary).contains($0) })
  }

  @Test func fewerGuessesAreTheBeginningOfMore() throws {
    let place = try Place()
    let seven = try place.draft(7)
    for count in 0..<7 { #expect(try place.draft(count) == Array(seven.prefix(count))) }
  }

  @Test func guessesFollowTheTokenThePastAndTheStateBefore() throws {
    func logits(_ place: Place, after token: Int, row: Int? = nil) throws -> [Float] {
      var all: [Float] = []
      _ = try place.drafter.draft(
        2, after: token, model: place.model, row: row ?? place.row, cache: place.cache
      ) { all += $0 }
      return all
    }
    let place = try Place()
    let usual = try logits(place, after: 40)
    #expect(try logits(place, after: 40) == usual)
    #expect(try logits(place, after: 41) != usual)
    #expect(try logits(place, after: 40, row: place.row - 1) != usual)
    // The same last token, so that the past alone is another.
    let other = try Place(prompt: CuttingTests.prompt.dropLast(40) + CuttingTests.prompt.suffix(39))
    #expect(try logits(other, after: 40) != usual)
  }

  @Test func guessingLeavesTheTargetAlone() throws {
    let (place, untouched) = (try Place(), try Place())
    let before = try CuttingTests.logits(untouched.model, untouched.cache, [40, 41], chunk: 2)
    _ = try place.draft(7)
    #expect(place.cache.count == CuttingTests.prompt.count)
    #expect(try CuttingTests.logits(place.model, place.cache, [40, 41], chunk: 2) == before)
  }

  @Test func aRingThatHasWrappedIsSeenLikeAnyOther() throws {
    let tokens = (0..<900).map { ($0 * 7919 + 13) % 300 + 30 }
    let whole = try Place(chunk: 900, prompt: tokens, context: 1_024)
    let wrapped = try Place(chunk: 37, prompt: tokens, context: 1_024)
    #expect(try whole.draft(5) == wrapped.draft(5))
  }

  @Test func onePositionIsEnough() throws {
    #expect(try Place(prompt: [2]).draft(3).count == 3)
  }

  static let target = (try? GGUFFile(bytes: TinyModel().bytes(), name: "tiny.gguf")).flatMap {
    try? ModelConfiguration($0)
  }

  private func error(_ change: (inout TinyDrafter) -> Void) throws -> ModelError? {
    var drafter = TinyDrafter()
    change(&drafter)
    let (file, target) = (try drafter.file(), try #require(Self.target))
    return #expect(throws: ModelError.self) {
      try Drafter(file, target: target, arithmetic: Arithmetic(threads: 1))
    }
  }

  @Test func aDrafterForAnotherModelIsRefused() throws {
    #expect(
      try error { $0.targetHidden = 96 }
        == .wrongDrafter(path: "drafter.gguf", what: "values in its hidden state", found: 96, expected: 64))
    #expect(
      try error { $0.fullHeadSize = 32 }
        == .wrongDrafter(path: "drafter.gguf", what: "dimensions in a head of its full layers", found: 32, expected: 64)
    )
    let wrong = try error { $0.vocabulary = 320 }
    let rows = TinyModel().vocabulary
    #expect(wrong == .wrongDrafter(path: "drafter.gguf", what: "tokens in its vocabulary", found: 320, expected: rows))
    #expect(
      wrong?.description
        == "drafter.gguf: this drafter is for a model with 320 tokens in its vocabulary, but the model has \(rows); "
        + "fetch the drafter that belongs to the model, or go without one by --no-draft.")
  }

  @Test func aFileThatIsNoDrafterOrLacksAPartIsRefused() throws {
    #expect(
      try error { $0.architecture = "gemma4" }
        == .wrongArchitecture(path: "drafter.gguf", found: "gemma4", expected: "a drafter for Gemma 4"))
    for name in ["nextn.pre_projection.weight", "blk.1.attn_q.weight", "token_embd.weight"] {
      #expect(try error { $0.missing = [name] } == .missingTensor(path: "drafter.gguf", tensor: name))
    }
  }

  @Test func aHeaderSaysAsMuchAsLoading() throws {
    let target = try #require(Self.target)
    try Drafter.checkHeader(TinyDrafter().file(), target: target)
    var wrong = TinyDrafter()
    wrong.targetHidden = 96
    #expect(throws: ModelError.self) { try Drafter.checkHeader(wrong.file(), target: target) }
  }
}
