import Chat
import EngineTestSupport
import Foundation
import GGUF
import Gemma
import TestSupport
import Testing

@testable import Engine

/// With guesses and without, a reply is the same.
@Suite struct DraftingTests {
  /// An assistant whose tokens are guessed in this way; nil for plain steps.
  static func assistant(
    context: Int = 512, _ drafting: @escaping @Sendable () -> Drafting = { Drafting([]) }
  ) async throws -> LocalAssistant {
    let model = ModelSource.program(try TinyFile.model(), name: "tiny")
    return try await LocalAssistant.load(
      model: model, options: EngineOptions(context: context, threads: 2, chunk: 16), drafting: { _ in drafting() })
  }

  struct Reply: Equatable {
    var events: [ReplyEvent] = []
    var reason: FinishReason?
    var generated = 0
  }

  static func reply(
    _ assistant: LocalAssistant, _ conversation: Conversation, _ options: ReplyOptions
  ) async throws -> (Reply, ReplyFigures) {
    var reply = Reply()
    var figures = ReplyFigures()
    for try await event in assistant.reply(to: conversation, options: options) {
      if case .finished(let reason, let found) = event {
        (reply.reason, reply.generated, figures) = (reason, found.generatedTokens, found)
      } else if case .reading = event {
      } else {
        reply.events.append(event)
      }
    }
    return (reply, figures)
  }

  static let conversation = Conversation([Message(.user, "the more the better, the more the merrier")])

  static let options: [ReplyOptions] = [
    ReplyOptions(temperature: 0, maximumTokens: 60),
    ReplyOptions(temperature: 0, repeatPenalty: 1.3, repeatWindow: 8, maximumTokens: 60),
    ReplyOptions(seed: 1, maximumTokens: 60),
    ReplyOptions(temperature: 1.5, topK: 0, topP: 1, seed: 2, maximumTokens: 41),
    ReplyOptions(temperature: 0.8, repeatPenalty: 1.1, seed: 3),
    ReplyOptions(temperature: 0.5, seed: 4, maximumTokens: 1),
    ReplyOptions(temperature: 0.5, seed: 5, maximumTokens: 2),
  ]

  @Test(arguments: [0.0, 0.7, 1.0], [1, 3, 7])
  func repliesAreTheSame(agreement: Double, count: Int) async throws {
    for (number, options) in Self.options.enumerated() {
      let assistant = try await Self.assistant(context: 160) {
        let source = ReplayingSource(agreement: agreement, seed: UInt64(number))
        return Drafting([source], controller: DraftController(fixed: count))
      }
      // The first time it only listens.
      let (plain, _) = try await Self.reply(assistant, Self.conversation, options)
      let (drafted, figures) = try await Self.reply(assistant, Self.conversation, options)
      #expect(drafted == plain, "\(options)")
      if plain.generated > 2 { #expect(figures.draftedTokens > 0) }
      if agreement == 0 { #expect(figures.acceptedTokens == 0) }
      // All but the first token, which nobody could guess, and those after a whole round, which come with it.
      if agreement == 1 { #expect(figures.acceptedTokens >= (plain.generated - 1) * count / (count + 1) - 1) }
      // What comes next is as good as on a timeline that never saw a guess.
      var next = Self.conversation
      next.messages += [Message(.assistant, "the"), Message(.user, "more")]
      let greedy = ReplyOptions(temperature: 0, maximumTokens: 8)
      let fresh = try await Self.assistant(context: 160)
      #expect(try await Self.reply(assistant, next, greedy).0 == Self.reply(fresh, next, greedy).0)
    }
  }

  @Test func lookingUpGivesTheSameRepliesAndFinds() async throws {
    var accepted = 0
    for options in Self.options {
      let plain = try await Self.reply(Self.assistant(), Self.conversation, options).0
      for fixed in [2, 7] {
        let assistant = try await Self.assistant { Drafting([LookUp()], controller: DraftController(fixed: fixed)) }
        let (reply, figures) = try await Self.reply(assistant, Self.conversation, options)
        #expect(reply == plain, "\(options)")
        accepted += figures.acceptedTokens
      }
    }
    #expect(accepted > 0)
  }

  @Test func theDrafterGivesTheSameReplies() async throws {
    let folder = try TestFolder()
    let (model, drafter) = (folder.path + "/tiny.gguf", folder.path + "/drafter.gguf")
    try TinyModel(weights: .q8_0).write(to: model)
    try TinyDrafter().write(to: drafter)
    let options = EngineOptions(context: 512, threads: 2, chunk: 16)
    let assistant = try await LocalAssistant.load(
      model: .file(model), projector: nil, drafter: .file(drafter), options: options
    ) { _ in }
    let plain = try await Self.assistant()
    var drafted = 0
    for options in Self.options {
      let (reply, figures) = try await Self.reply(assistant, Self.conversation, options)
      #expect(try await reply == Self.reply(plain, Self.conversation, options).0, "\(options)")
      drafted += figures.draftedTokens
    }
    #expect(drafted > 0)
  }

  @Test func withoutDraftingNothingIsGuessed() async throws {
    let source = ModelSource.program(try TinyFile.model(), name: "tiny")
    let options = EngineOptions(context: 512, threads: 2, isDrafting: false)
    let assistant = try await LocalAssistant.load(model: source, projector: nil, options: options) { _ in }
    let figures = try await Self.reply(assistant, Self.conversation, ReplyOptions(temperature: 0, maximumTokens: 60)).1
    #expect(figures.draftedTokens == 0)
  }

  @Test func theContextsEndIsTheSame() async throws {
    let options = ReplyOptions(temperature: 0)
    let drafted = try await LocalAssistant.load(
      model: .program(TinyFile.talkative(), name: "tiny"), options: EngineOptions(context: 100, threads: 2)
    ) { _ in
      Drafting([ReplayingSource(agreement: 1)], controller: DraftController(fixed: 7))
    }
    let first = try await Self.reply(drafted, Self.conversation, options)
    let second = try await Self.reply(drafted, Self.conversation, options)
    #expect(first.0 == second.0)
    #expect(second.0.reason == .contextFull)
    #expect(second.1.promptTokens + second.1.generatedTokens == 101)
  }
}

/// Files of tiny models in memory.
enum TinyFile {
  static func model() throws -> ProgramBytes { try bytes(TinyModel(weights: .q8_0).bytes()) }

  static func talkative() throws -> ProgramBytes {
    let folder = try TestFolder()
    return try bytes([UInt8](Data(contentsOf: URL(fileURLWithPath: TalkativeModel.write(to: folder)))))
  }

  /// Bytes that live as long as the process.
  private static func bytes(_ bytes: [UInt8]) throws -> ProgramBytes {
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 64)
    copy.copyBytes(from: bytes)
    return ProgramBytes(UnsafeRawBufferPointer(copy))
  }
}
