import Chat
import Engine
import Foundation
import GGUF
import Gemma
import Interface
import Synchronization
import TestSupport
import Testing

@testable import facet

/// Changing the model while the chat goes on.
@Suite struct AssistantWorkerTests {
  /// An assistant that says its name, and when it is gone.
  private final class Named: Assistant {
    let name: String
    let contextLength = 4_096
    private let onEnd: @Sendable (String) -> Void

    init(_ name: String, onEnd: @escaping @Sendable (String) -> Void) { (self.name, self.onEnd) = (name, onEnd) }
    deinit { onEnd(name) }

    func prepare(_ conversation: Conversation, progress: @escaping @Sendable (ReadingProgress) -> Void) async {}
    func stop() {}
    func reply(to conversation: Conversation, options: ReplyOptions) -> AsyncThrowingStream<ReplyEvent, any Error> {
      let name = name
      return AsyncThrowingStream { continuation in
        continuation.yield(.answer(name))
        continuation.yield(.finished(.endOfTurn, ReplyFigures()))
        continuation.finish()
      }
    }
  }

  private struct Refused: Error, CustomStringConvertible { var description: String }

  /// An assistant that reads ahead for ever, and says when it ends.
  private final class Reader: Assistant {
    let name = "reader"
    let contextLength = 4_096
    private let record: Record

    init(_ record: Record) { self.record = record }

    func prepare(_ conversation: Conversation, progress: @escaping @Sendable (ReadingProgress) -> Void) async {
      record.add("reads")
      let (words, more) = AsyncStream.makeStream(of: ReadingProgress.self)
      for await word in words { progress(word) }
      more.finish()
      progress(ReadingProgress(done: 1, total: 2))
      record.add("ends")
    }
    func stop() {}
    func reply(to conversation: Conversation, options: ReplyOptions) -> AsyncThrowingStream<ReplyEvent, any Error> {
      AsyncThrowingStream { $0.finish() }
    }
  }

  /// What happened, in order.
  private final class Record: Sendable {
    private let lines = Mutex<[String]>([])
    private let (stream, continuation) = AsyncStream.makeStream(of: String.self)

    func add(_ line: String) {
      lines.withLock { $0.append(line) }
      continuation.yield(line)
    }

    var all: [String] { lines.withLock { $0 } }

    /// Waits for a line that begins so.
    func wait(for start: String) async {
      for await line in stream where line.hasPrefix(start) { return }
    }
  }

  private let record = Record()

  /// A worker whose loader knows some models; those that are bad are refused, the others as often as it says.
  private func worker(
    bad: Set<String>, room: AssistantWorker.Room, onlyOnce: Set<String> = []
  ) -> AssistantWorker {
    let record = record
    let loaded = Mutex<Set<String>>([])
    return AssistantWorker(
      loader: { model, _ in
        let name = model?.label ?? ""
        record.add("load \(name)")
        let isAgain = loaded.withLock { !$0.insert(name).inserted }
        if bad.contains(name) || isAgain && onlyOnce.contains(name) { throw Refused(description: "\(name) is bad.") }
        return (
          Named(name) { record.add("gone \($0)") }, ModelFacts(name: name, context: 4_096, hasProjector: false)
        )
      }, room: { _ in room }
    ) { event in
      switch event {
      case .modelReady(let facts): record.add("ready \(facts.name)")
      case .modelFailed(let sentence): record.add("failed \(sentence)")
      case .problem(let sentence): record.add("problem \(sentence)")
      case .reply(_, .answer(let text)): record.add("answer \(text)")
      case .replyFailed(_, let sentence): record.add("no answer \(sentence)")
      default: break
      }
    }
  }

  private func ask(_ worker: AssistantWorker) {
    worker.reply(1, Conversation([.user("?")], isThinking: false), ReplyOptions())
  }

  @Test func whatIsNotThereAnyMoreIsNotReadOn() async {
    let record = record
    let facts = ModelFacts(name: "reader", context: 4_096, hasProjector: false)
    let worker = AssistantWorker(loader: { _, _ in (Reader(record), facts) }) { event in
      switch event {
      case .modelReady: record.add("ready")
      case .prepared: record.add("progress")
      default: break
      }
    }
    // Also what waits for the model.
    worker.prepare(Conversation([.user("one")]))
    worker.stopPreparing()
    worker.load(.file("reader"))
    await record.wait(for: "ready")
    worker.prepare(Conversation([.user("two")]))
    await record.wait(for: "reads")
    worker.stopPreparing()
    await record.wait(for: "ends")
    #expect(record.all == ["ready", "reads", "ends"])
  }

  /// An assistant that takes its time to take up what was read.
  private final class Slow: Assistant {
    let name = "slow"
    let contextLength = 4_096
    private let record: Record
    private let gate = AsyncStream.makeStream(of: Void.self)

    init(_ record: Record) { self.record = record }

    func open() { gate.continuation.finish() }

    func takeReading(from path: String) async -> Int {
      record.add("takes")
      for await _ in gate.stream {}
      record.add("taken")
      return 0
    }
    func prepare(_ conversation: Conversation, progress: @escaping @Sendable (ReadingProgress) -> Void) async {}
    func stop() {}
    func reply(to conversation: Conversation, options: ReplyOptions) -> AsyncThrowingStream<ReplyEvent, any Error> {
      record.add("replies")
      return AsyncThrowingStream { $0.finish() }
    }
  }

  @Test(arguments: [false, true]) func whatWasReadIsTakenUpBeforeTheReply(isStopped: Bool) async {
    let (record, slow) = (record, Slow(record))
    let facts = ModelFacts(name: "slow", context: 4_096, hasProjector: false)
    let worker = AssistantWorker(loader: { _, _ in (slow, facts) }) { event in
      switch event {
      case .modelReady: record.add("ready")
      case .reply(_, .finished(.cancelled, _)): record.add("stopped")
      default: break
      }
    }
    worker.load(.file("slow"))
    await record.wait(for: "ready")
    worker.takeReading(from: "/kept")
    await record.wait(for: "takes")
    ask(worker)
    if isStopped { worker.stop() }
    slow.open()
    if isStopped {
      await record.wait(for: "taken")
      ask(worker)
    }
    await record.wait(for: "replies")
    #expect(record.all == ["ready", "takes"] + (isStopped ? ["stopped"] : []) + ["taken", "replies"])
  }

  @Test func whereBothFitTheOldOneGoesWhenTheNewOneIsThere() async {
    let worker = worker(bad: [], room: .beside)
    worker.load(.file("a"))
    await record.wait(for: "ready a")
    worker.load(.file("b"))
    ask(worker)
    await record.wait(for: "answer b")
    #expect(record.all == ["load a", "ready a", "load b", "gone a", "ready b", "answer b"])
    #expect(worker.source == .file("b"))
  }

  @Test func whereOnlyOneFitsTheOldOneGoesFirst() async {
    let worker = worker(bad: [], room: .inPlace)
    worker.load(.file("a"))
    await record.wait(for: "ready a")
    worker.load(.file("b"))
    await record.wait(for: "ready b")
    #expect(record.all == ["load a", "ready a", "gone a", "load b", "ready b"])
  }

  @Test func aModelThatCannotBeLoadedLeavesTheOldOne() async {
    let worker = worker(bad: ["b"], room: .beside)
    worker.load(.file("a"))
    await record.wait(for: "ready a")
    worker.load(.file("b"))
    // What was asked meanwhile is answered by the one that is there.
    ask(worker)
    await record.wait(for: "answer a")
    #expect(!record.all.contains("gone a") && worker.source == .file("a"))
    #expect(record.all.contains("problem a goes on, since the other model cannot be loaded: b is bad"))
  }

  @Test func whatWasLetGoIsLoadedAgain() async {
    let worker = worker(bad: ["b"], room: .inPlace)
    worker.load(.file("a"))
    await record.wait(for: "ready a")
    worker.load(.file("b"))
    await record.wait(for: "problem")
    #expect(record.all.prefix(6) == ["load a", "ready a", "gone a", "load b", "load a", "ready a"])
    #expect(record.all.last?.contains("loaded again") == true && record.all.last?.contains("b is bad") == true)
    ask(worker)
    await record.wait(for: "answer a")
  }

  @Test func whereNothingCanBeLoadedBothReasonsAreSaid() async {
    let worker = worker(bad: ["b"], room: .inPlace, onlyOnce: ["a"])
    worker.load(.file("a"))
    await record.wait(for: "ready a")
    worker.load(.file("b"))
    await record.wait(for: "failed")
    #expect(record.all.last?.contains("b is bad") == true && record.all.last?.contains("a is bad") == true)
    ask(worker)
    await record.wait(for: "no answer")
  }

  @Test func theFirstModelHasNothingToFallBackOn() async {
    let worker = worker(bad: ["a"], room: .beside)
    worker.load(.file("a"))
    await record.wait(for: "failed a is bad")
    worker.load(.file("b"))
    await record.wait(for: "ready b")
    #expect(worker.source == .file("b"))
  }

  @Test func theMemoryDecidesWhetherBothAreKept() throws {
    let file = try GGUFFile(bytes: TinyModel().bytes(), name: "tiny.gguf")
    let need = MemoryNeed(try ModelConfiguration(file), files: [file])
    func room(asked: Int? = nil, available: Int, held: Int = 0) -> AssistantWorker.Room {
      AssistantWorker.room(need, asked: asked, usual: 4_096, available: available, held: held)
    }
    let (whole, least) = (need.bytes(context: 4_096), need.bytes(context: 2_048))
    #expect(room(available: whole) == .beside)
    #expect(room(available: whole - 1, held: whole) == .inPlace)
    #expect(room(available: 0, held: least) == .inPlace)
    // Nothing is won by letting the present one go.
    #expect(room(available: 0, held: least - 1) == .beside)
    #expect(room(asked: 4_096, available: 0, held: least) == .beside)
  }
}
