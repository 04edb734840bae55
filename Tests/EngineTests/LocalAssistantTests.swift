import Chat
import Foundation
import GGUF
import Gemma
import Synchronization
import TestSupport
import Testing

@testable import Engine

@Suite struct LocalAssistantTests {
  static func assistant(context: Int = 512, chunk: Int = 16) async throws -> LocalAssistant {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("assistant-\(UUID().uuidString).gguf")
    defer { try? FileManager.default.removeItem(at: url) }
    try TinyModel(weights: .q8_0).write(to: url.path)
    return try await LocalAssistant.load(
      model: .file(url.path), projector: nil, options: EngineOptions(context: context, threads: 2, chunk: chunk)
    ) { _ in }
  }

  static func events(
    _ assistant: LocalAssistant, _ conversation: Conversation, _ options: ReplyOptions
  ) async throws -> [ReplyEvent] {
    var events: [ReplyEvent] = []
    for try await event in assistant.reply(to: conversation, options: options) { events.append(event) }
    return events
  }

  static func answer(_ events: [ReplyEvent]) -> String {
    events.reduce(into: "") { if case .answer(let text) = $1 { $0 += text } }
  }

  static func figures(_ events: [ReplyEvent]) -> (FinishReason, ReplyFigures)? {
    if case .finished(let reason, let figures) = events.last { (reason, figures) } else { nil }
  }

  static let greeting = Conversation([Message(.user, "Hello there")])

  @Test func theSameSeedGivesTheSameAnswer() async throws {
    let assistant = try await Self.assistant()
    var answers: Set<String> = []
    for seed in UInt64(1)...4 {
      let options = ReplyOptions(seed: seed, maximumTokens: 12)
      let first = try await Self.events(assistant, Self.greeting, options)
      let second = try await Self.events(assistant, Self.greeting, options)
      #expect(Self.answer(first) == Self.answer(second))
      answers.insert(Self.answer(first))
    }
    #expect(answers.count > 1)
  }

  @Test func readingIsReportedUpToThePromptsLength() async throws {
    let assistant = try await Self.assistant()
    let events = try await Self.events(assistant, Self.greeting, ReplyOptions(temperature: 0, maximumTokens: 2))
    let reading = events.compactMap { if case .reading(let done, let total) = $0 { (done, total) } else { nil } }
    let (_, figures) = try #require(Self.figures(events))
    #expect(reading.first?.0 == 0)
    #expect(reading.last?.0 == figures.promptTokens)
    #expect(reading.allSatisfy { $0.1 == figures.promptTokens })
    #expect(zip(reading, reading.dropFirst()).allSatisfy { $0.0 <= $1.0 })
  }

  @Test func anotherTurnDoesNotReadTheConversationAgain() async throws {
    let assistant = try await Self.assistant()
    var conversation = Self.greeting
    let first = try await Self.events(assistant, conversation, ReplyOptions(temperature: 0, maximumTokens: 6))
    conversation.messages += [Message(.assistant, Self.answer(first)), Message(.user, "And then?")]
    let second = try await Self.events(assistant, conversation, ReplyOptions(temperature: 0, maximumTokens: 2))
    let (_, before) = try #require(Self.figures(first))
    let (_, after) = try #require(Self.figures(second))
    // Only the empty thought at the prompt's end is not in the history: the visible answer is read again, nothing before it.
    #expect(after.reusedTokens >= before.promptTokens - 12)
  }

  @Test func whatWasPreparedIsNotReadAgain() async throws {
    let assistant = try await Self.assistant()
    let long = String(repeating: "the more the better ", count: 10)
    await assistant.prepare(Conversation([Message(.user, long)]))
    let events = try await Self.events(
      assistant, Conversation([Message(.user, long + "or so")]), ReplyOptions(temperature: 0, maximumTokens: 1))
    let (_, figures) = try #require(Self.figures(events))
    #expect(figures.reusedTokens > figures.promptTokens - 40)
    let fresh = try await Self.events(
      Self.assistant(), Conversation([Message(.user, long + "or so")]), ReplyOptions(temperature: 0, maximumTokens: 1))
    #expect(Self.answer(events) == Self.answer(fresh))
  }

  @Test func readingAheadTellsHowFarItIs() async throws {
    let assistant = try await Self.assistant()
    let told = Mutex<[ReadingProgress]>([])
    await assistant.prepare(Conversation([Message(.user, "the more the better")])) { progress in
      told.withLock { $0.append(progress) }
    }
    let steps = told.withLock { $0 }
    let last = try #require(steps.last)
    #expect(last.total > 0 && last.done == last.total)
    #expect(zip(steps, steps.dropFirst()).allSatisfy { $0.done <= $1.done })
  }

  @Test func theContextsEndIsSaid() async throws {
    let assistant = try await Self.assistant(context: 64)
    let events = try await Self.events(assistant, Self.greeting, ReplyOptions(seed: 3))
    let (reason, figures) = try #require(Self.figures(events))
    if reason == .contextFull { #expect(figures.promptTokens + figures.generatedTokens >= 64) }
    #expect(reason == .contextFull || reason == .endOfTurn)
  }

  @Test func aPromptThatDoesNotFitIsAnError() async throws {
    let assistant = try await Self.assistant(context: 32)
    let long = Conversation([Message(.user, String(repeating: "x", count: 100))])
    await #expect(throws: EngineError.self) { try await Self.events(assistant, long, ReplyOptions()) }
    // The next one is none the worse for it.
    let short = try await Self.events(assistant, Conversation([Message(.user, "x")]), ReplyOptions(maximumTokens: 1))
    #expect(Self.figures(short)?.0 == .maximumTokens || Self.figures(short)?.0 == .endOfTurn)
  }

  @Test func cancellingTheConsumerEndsTheReply() async throws {
    let assistant = try await Self.assistant(context: 4_096)
    let task = Task {
      var count = 0
      for try await event in assistant.reply(to: Self.greeting, options: ReplyOptions(seed: 1)) {
        if case .answer = event { count += 1 }
        if count == 3 { break }
      }
      return count
    }
    _ = try await task.value
    // The inference thread is free again at once.
    let events = try await Self.events(assistant, Self.greeting, ReplyOptions(temperature: 0, maximumTokens: 1))
    #expect(!events.isEmpty)
  }

  @Test func aStoppedReplyStillTellsItsFigures() async throws {
    // A reply that does not end by itself, however late somebody looks.
    let folder = try TestFolder()
    let assistant = try await LocalAssistant.load(
      model: .file(try TalkativeModel.write(to: folder)), projector: nil,
      options: EngineOptions(context: 131_072, threads: 2)
    ) { _ in }
    var last: ReplyEvent?
    for try await event in assistant.reply(to: Self.greeting, options: ReplyOptions(seed: 1)) {
      if case .reading = event { assistant.stop() }
      last = event
    }
    guard case .finished(.cancelled, let figures) = last else {
      Issue.record("ended with \(String(describing: last))")
      return
    }
    #expect(figures.promptTokens > 0)
  }

  @Test func picturesNeedAProjector() async throws {
    let assistant = try await Self.assistant()
    let picture = Chat.Attachment(kind: .picture, id: "abc", path: "/nowhere.png", name: "nowhere.png")
    await #expect(throws: EngineError.noProjector(kind: "pictures")) {
      try await Self.events(assistant, Conversation([.user("What?", attachments: [picture])]), ReplyOptions())
    }
  }

  @Test(arguments: [(1_120, 1_120, 266), (280, 280, 266), (100, 70, 66), (16, 16, 16)])
  func aPictureTakesNoMoreTokensThanTheProjectorHasPositions(
    _ side: Int, _ largest: Int, _ tokens: Int
  ) async throws {
    let folder = try TestFolder()
    try TinyModel().write(to: folder.path + "/tiny.gguf")
    var projector = TinyProjector()
    projector.maximumSide = side
    try projector.write(to: folder.path + "/tiny-mmproj.gguf")
    let assistant = try await LocalAssistant.load(
      model: .file(folder.path + "/tiny.gguf"), projector: .file(folder.path + "/tiny-mmproj.gguf"),
      options: EngineOptions(context: 1_024, threads: 2)
    ) { _ in }
    #expect(assistant.largestBudget == largest)
    let picture = try folder.write(Self.strip, named: "strip.png")
    func promptTokens(_ attachments: [Chat.Attachment]) async throws -> Int {
      let conversation = Conversation([.user("What?", attachments: attachments)])
      return try await Self.figures(Self.events(assistant, conversation, ReplyOptions(maximumTokens: 1)))?.1
        .promptTokens ?? 0
    }
    let soft = try await promptTokens([Attachment(.picture, path: picture, budget: 280)]) - promptTokens([]) - 2
    #expect(soft == tokens)
  }

  /// A picture of 64 × 1 pixels.
  private static let strip =
    Data(
      base64Encoded: "iVBORw0KGgoAAAANSUhEUgAAAEAAAAABCAIAAADhDz9AAAAAzElEQVR42gHBAD7/AAAAAAQEBAgICAwMDBAQEBQUFB"
        + "gYGBwcHCAgICQkJCgoKCwsLDAwMDQ0NDg4ODw8PEBAQEREREhISExMTFBQUFRUVFhYWFxcXGBgYGRkZGhoaGxsbHBw"
        + "cHR0dHh4eHx8fICAgISEhIiIiIyMjJCQkJSUlJiYmJycnKCgoKSkpKioqKysrLCwsLS0tLi4uLy8vMDAwMTExMjIyM"
        + "zMzNDQ0NTU1NjY2Nzc3ODg4OTk5Ojo6Ozs7PDw8PT09Pj4+Pz8/KIaXoG/u01iAAAAAElFTkSuQmCC") ?? Data()

  @Test func aFileThatIsPartOfTheProgramIsCalledByItsName() async throws {
    let bytes = try TinyModel().bytes()
    // As long as the program lives.
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 64)
    memory.copyBytes(from: bytes)
    let source = ModelSource.program(ProgramBytes(UnsafeRawBufferPointer(memory)), name: "the one inside")
    let assistant = try await LocalAssistant.load(
      model: source, projector: nil, options: EngineOptions(context: 512, threads: 2)
    ) { _ in }
    #expect(assistant.name == "the one inside")
    #expect(assistant.largestBudget == nil)
    let options = ReplyOptions(temperature: 0, maximumTokens: 4)
    #expect(try await Self.figures(Self.events(assistant, Self.greeting, options)) != nil)
    #expect(try await Self.assistant().name == "Tiny")
  }

  @Test func aContextBeyondTheModelsIsRefused() async throws {
    await #expect(throws: EngineError.contextTooLong(asked: 5_000, largest: 4_096)) {
      try await Self.assistant(context: 5_000)
    }
  }

  @Test func aModelThatNeedsMoreMemoryThanThereIsIsRefusedBeforeLoading() {
    func sentence(fitting: Int) -> String {
      EngineError.notEnoughMemory(
        model: "m.gguf", context: 32_768, needed: 7_900_000_000, available: 3_200_000_000, fitting: fitting
      ).description
    }
    let start = "m.gguf needs 7.9 GB of memory with a context of 32768 tokens, but only 3.2 GB are free; "
    #expect(sentence(fitting: 0) == start + "close programs that hold 4.7 GB, or choose a smaller quantisation.")
    #expect(
      sentence(fitting: 8_192) == start + "choose --context 8192, which fits, or close programs that hold 4.7 GB.")
  }
}
