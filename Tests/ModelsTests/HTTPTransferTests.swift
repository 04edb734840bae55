import Foundation
import FoundationNetworking
import Synchronization
import TestSupport
import Testing

@testable import Models

@Suite struct HTTPTransferTests {
  /// What a slow disk does not take must not pile up in memory.
  @Test func aSlowReaderMakesTheServerWait() async throws {
    let sent = Counter()
    let piece = [UInt8](repeating: 7, count: 65_536)
    let server = try ScriptedServer { _ in
      .init(
        200, length: .stated(1000 * 65_536),
        steps: (0..<1000).flatMap { _ in [.bytes(piece), .perform { sent.next(65_536) }] })
    }
    let url = try #require(URL(string: server.address))
    let reader = SlowReader(sent)
    let answer = try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread {
        continuation.resume(
          with: Result {
            try HTTPTransfer.run(
              URLRequest(url: url), url: url, reader: reader, stallTime: .seconds(60), cancellation: PullCancellation())
          })
      }
    }
    #expect(answer.status == 200)
    #expect(reader.count == 65_536_000)
    // What the system keeps for both ends of a connection, and a little here: far from all of it.
    #expect(reader.sentBeforeReading < 32_000_000)
  }

  /// Who reads does not stand in line behind other work of the process, or a busy one would take a lively server for a dead one.
  @Test(.timeLimit(.minutes(5))) func otherWorkOfTheProcessDoesNotHoldAnAnswerUp() async throws {
    let server = try ScriptedServer { _ in .text(200, "at once") }
    let url = try #require(URL(string: server.address))
    let work = OtherWork()
    defer { work.end() }
    let reader = SlowReader(Counter())
    let answer = try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread {
        work.begin()
        continuation.resume(
          with: Result {
            try HTTPTransfer.run(
              URLRequest(url: url), url: url, reader: reader, stallTime: .seconds(20),
              cancellation: PullCancellation())
          })
        work.end()
      }
    }
    #expect(answer.status == 200)
    #expect(reader.count == 7)
  }
}

/// Work that takes all threads of the common pool until it is ended.
private final class OtherWork: Sendable {
  private let hasEnded = Atomic(false)

  func begin() {
    for _ in 0..<4 * ProcessInfo.processInfo.activeProcessorCount {
      DispatchQueue.global().async { [self] in
        while !hasEnded.load(ordering: .relaxed) {}
      }
    }
    usleep(100_000)
  }

  func end() { hasEnded.store(true, ordering: .relaxed) }
}

/// A reader that begins only when the server cannot send any more.
///
/// Its state is used by one thread at a time, as `AnswerReader` says.
private final class SlowReader: AnswerReader, @unchecked Sendable {
  private let sent: Counter
  private(set) var sentBeforeReading = 0
  private(set) var count = 0

  init(_ sent: Counter) { self.sent = sent }

  func begin(_ answer: HTTPAnswer) {}

  func take(_ bytes: Data) {
    if count == 0 {
      while true {
        let before = sent.value
        usleep(200_000)
        if sent.value == before { break }
      }
      sentBeforeReading = sent.value
    }
    count += bytes.count
  }
}
