import Chat
import Foundation
import Media
import Synchronization
import TestSupport
import Testing

@testable import Engine

/// Reading what somebody says while they say it.
@Suite struct ListeningTests {
  private let folder: TestFolder
  private let options = ReplyOptions(temperature: 0, maximumTokens: 8)

  init() throws { folder = try TestFolder() }

  private func assistant(context: Int = 512) async throws -> LocalAssistant {
    try TinyModel(weights: .q8_0).write(to: folder.path + "/model.gguf")
    try TinyProjector().write(to: folder.path + "/mmproj.gguf")
    return try await LocalAssistant.load(
      model: .file(folder.path + "/model.gguf"), projector: .file(folder.path + "/mmproj.gguf"),
      options: EngineOptions(context: context, threads: 2, chunk: 16)
    ) { _ in }
  }

  /// Two seconds of noise.
  private static let sound: [Float] = {
    var random = SeededRandom(seed: 5)
    return (0..<2 * Waveform.rate).map { _ in 0.5 * random.symmetric() }
  }()

  /// The first `frames` frames, as the microphone hands them over.
  private func spoken(_ frames: Int) throws -> Conversation {
    let path = folder.path + "/\(UUID().uuidString).wav"
    try WaveWriter.write(Waveform(samples: Array(Self.sound.prefix(frames * Waveform.frameLength))), to: path)
    return Conversation([.user("", attachments: [try Attachment(.recording, path: path, name: "")])])
  }

  /// Positions that were there before anything was read, and after.
  private func read(_ assistant: LocalAssistant, _ conversation: Conversation) async -> (first: Int, last: Int) {
    let seen = Mutex<[Int]>([])
    await assistant.prepare(conversation) { progress in seen.withLock { $0.append(progress.done) } }
    return seen.withLock { ($0.first ?? -1, $0.last ?? -1) }
  }

  @Test func nothingOfAGrowingRecordingIsReadTwice() async throws {
    let assistant = try await assistant()
    let first = try await read(assistant, spoken(5))
    let second = try await read(assistant, spoken(10))
    let third = try await read(assistant, spoken(23))
    #expect(second == (first.last, first.last + 5))
    #expect(third == (second.last, second.last + 13))
    // The rest: what came after, the end of the recording, and the turns' marks.
    let whole = try spoken(25)
    let events = try await LocalAssistantTests.events(assistant, whole, options)
    let (_, figures) = try #require(LocalAssistantTests.figures(events))
    #expect(figures.reusedTokens == third.last)
  }

  @Test func readingAheadInPiecesDoesNotChangeTheAnswer() async throws {
    let assistant = try await assistant()
    for frames in [3, 4, 9, 20, 31] { await assistant.prepare(try spoken(frames)) }
    let whole = try spoken(50)
    let pieces = try await LocalAssistantTests.events(assistant, whole, options)
    let once = try await LocalAssistantTests.events(try await self.assistant(), whole, options)
    #expect(!LocalAssistantTests.answer(pieces).isEmpty)
    #expect(LocalAssistantTests.answer(pieces) == LocalAssistantTests.answer(once))
  }

  @Test func aRecordingThatDoesNotFitIsTold() async throws {
    let assistant = try await assistant(context: 32)
    await #expect(throws: EngineError.promptTooLong(tokens: 50, context: 32)) {
      try await LocalAssistantTests.events(assistant, spoken(50), options)
    }
  }
}
