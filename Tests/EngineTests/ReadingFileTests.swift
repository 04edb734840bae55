import Chat
import Foundation
import Gemma
import TestSupport
import Testing

@testable import Engine

/// What was read is there in the next session, or nothing is.
@Suite struct ReadingFileTests {
  private static let identity = [UInt8](repeating: 7, count: 32)

  private func withFile(_ body: (ReadingFile) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "reading-\(UUID().uuidString)").path
    defer { unlink(path) }
    try body(ReadingFile(path: path, identity: Self.identity))
  }

  private func tokens(_ count: Int, seed: Int = 0) -> [Int] {
    (0..<count).map { [TimelineTests.turn, 30 + ($0 * 7 + seed) % 300][$0 % 50 == 0 ? 0 : 1] }
  }

  @Test(arguments: [1, 15, 16, 17, 300, 900])
  func theNextSessionGoesOnWhereThisOneEnded(count: Int) throws {
    try withFile { file in
      let tokens = tokens(count)
      let before = try TimelineTests.timeline(context: 2_048, chunk: 64)
      try before.bring(to: TimelineTests.prompt(tokens), cancellation: Cancellation())
      let written = try before.keep(in: file)
      #expect(try FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int == written)
      let after = try TimelineTests.timeline(context: 2_048, chunk: 64)
      #expect(after.take(from: file) == count)
      for tail in [[40, 41, 42], [43], []] {
        let prompt = TimelineTests.prompt(tokens + tail)
        let read = try after.bring(to: prompt, cancellation: Cancellation())
        #expect(read.evaluated == max(1, tail.count))
        let fresh = try TimelineTests.timeline(context: 2_048)
        try fresh.bring(to: prompt, cancellation: Cancellation())
        #expect(try TimelineTests.logits(after) == TimelineTests.logits(fresh))
      }
    }
  }

  @Test func picturesAndSoundsAreKnownAgain() throws {
    try withFile { file in
      let timeline = try TimelineTests.timeline()
      let width = timeline.model.configuration.hidden
      func soft(_ count: Int) -> SoftTokens {
        SoftTokens(values: (0..<count * width).map { Float(($0 * 37) % 101) / 50 - 1 }, width: width)
      }
      func id(_ text: String) -> MediaID { Array(text.utf8).withUnsafeBytes { MediaID(of: $0) } }
      var prompt = TimelineTests.prompt([2, 5, 40])
      prompt.append(picture: soft(20), id: id("a picture"))
      prompt.append(recording: soft(3), frames: ["a", "b", "c"].map(id))
      prompt.append(tokens: [41, 42])
      try timeline.bring(to: prompt, cancellation: Cancellation())
      _ = try timeline.keep(in: file)
      let next = try TimelineTests.timeline()
      #expect(next.take(from: file) == prompt.count)
      #expect(next.positions == prompt.positions)
      prompt.append(tokens: [43])
      #expect(try next.bring(to: prompt, cancellation: Cancellation()).evaluated == 1)
    }
  }

  @Test func aFileThatIsNotWholeOrAnothersIsNothing() throws {
    try withFile { file in
      let timeline = try TimelineTests.timeline()
      let prompt = TimelineTests.prompt(tokens(100))
      try timeline.bring(to: prompt, cancellation: Cancellation())
      _ = try timeline.keep(in: file)
      let bytes = try Data(contentsOf: URL(filePath: file.path))
      var broken = [0, 1, 15, 16, 47, 60, 64, 70, 500, bytes.count - 1].map { bytes.prefix($0) } + [bytes + [0]]
      // The header, some positions, and some of the numbers of the cache.
      let numbers = stride(from: 600, to: bytes.count, by: bytes.count / 12)
      for place in Array(0..<65) + [69, 74] + numbers + [bytes.count - 1] {
        for value: UInt8 in [0xFF, 0x80, 3] where bytes[place] != value {
          var other = bytes
          other[place] = value
          broken.append(other)
        }
      }
      for bytes in broken {
        try bytes.write(to: URL(filePath: file.path))
        let next = try TimelineTests.timeline()
        _ = try next.bring(to: TimelineTests.prompt([90, 91, 92]), cancellation: Cancellation())
        #expect(next.take(from: file) == 0)
        #expect(try next.bring(to: prompt, cancellation: Cancellation()).evaluated == 100)
        #expect(try TimelineTests.logits(next) == TimelineTests.logits(timeline))
      }
      try bytes.write(to: URL(filePath: file.path))
      let other = ReadingFile(path: file.path, identity: [UInt8](repeating: 8, count: 32))
      #expect(try TimelineTests.timeline().take(from: other) == 0)
      #expect(try TimelineTests.timeline(context: 64).take(from: file) == 0)
      #expect(try TimelineTests.timeline().take(from: file) == 100)
      unlink(file.path)
      #expect(try TimelineTests.timeline().take(from: file) == 0)
    }
  }

  @Test func withoutAFileWhatWasReadStays() throws {
    try withFile { file in
      let timeline = try TimelineTests.timeline()
      try timeline.bring(to: TimelineTests.prompt(tokens(80)), cancellation: Cancellation())
      #expect(timeline.take(from: file) == 0)
      let read = try timeline.bring(to: TimelineTests.prompt(tokens(90)), cancellation: Cancellation())
      #expect(read.evaluated == 10)
    }
  }

  @Test func aFolderThatIsNotThereIsSaid() throws {
    let timeline = try TimelineTests.timeline()
    try timeline.bring(to: TimelineTests.prompt([30, 31]), cancellation: Cancellation())
    let file = ReadingFile(path: "/nowhere/at/all", identity: Self.identity)
    #expect(throws: POSIXError.self) { try timeline.keep(in: file) }
  }
}
