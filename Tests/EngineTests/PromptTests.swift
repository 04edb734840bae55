import Chat
import Gemma
import Testing

@testable import Engine

@Suite struct PromptTests {
  static func id(_ number: UInt8) -> MediaID { withUnsafeBytes(of: number) { MediaID(of: $0) } }
  static func soft(_ count: Int) -> SoftTokens { SoftTokens(values: Array(repeating: 0, count: count * 4), width: 4) }

  /// 5 tokens, a picture of 10, 3 tokens, a recording of 8, 2 tokens.
  static var mixed: Prompt {
    var prompt = Prompt()
    prompt.append(tokens: [1, 2, 3, 4, 5])
    prompt.append(picture: soft(10), id: id(1))
    prompt.append(tokens: [6, 7, 8])
    prompt.append(recording: soft(8), frames: (0..<8).map { id(100 + $0) })
    prompt.append(tokens: [9, 10])
    return prompt
  }

  @Test(arguments: 1...40)
  func batchesHoldEveryPositionOnceAndNeverSplitAPicture(size: Int) {
    let prompt = Self.mixed
    for start in [0, 3, 5, 15, 17, 20, 27] {
      let batches = prompt.batches(from: start, size: size)
      #expect(batches.reduce(0) { $0 + $1.count } == prompt.count - start)
      var position = start
      for batch in batches {
        #expect(batch.count <= max(size, 10))
        // A batch may not begin inside the picture at 5..<15.
        #expect(position <= 5 || position >= 15)
        position += batch.count
      }
    }
  }

  @Test func theCommonPrefixStopsBeforeAPictureThatDiffers() {
    var other = Prompt()
    other.append(tokens: [1, 2, 3, 4, 5])
    other.append(picture: Self.soft(10), id: Self.id(2))
    #expect(Self.mixed.commonPrefix(with: other.positions) == 5)
    #expect(Self.mixed.commonPrefix(with: Self.mixed.positions) == 28)
    #expect(Self.mixed.commonPrefix(with: []) == 0)
  }

  @Test func portionsTellHowMuchOfEachAttachmentIsThere() {
    var prompt = Prompt()
    prompt.append(tokens: [1, 2])
    prompt.append(picture: Self.soft(10), id: Self.id(1))
    prompt.nameLast(10, attachment: "p")
    prompt.append(tokens: [3])
    for clip in 0..<2 {
      prompt.append(recording: Self.soft(4), frames: (0..<4).map { Self.id(UInt8(50 + 4 * clip) + $0) })
      prompt.nameLast(4, attachment: "r")
      prompt.append(tokens: [4])
    }
    #expect(prompt.portions(done: 0).map(\.done) == [0, 0])
    #expect(prompt.portions(done: 15) == [.init(id: "p", done: 10, total: 10), .init(id: "r", done: 2, total: 8)])
    #expect(prompt.portions(done: 19) == [.init(id: "p", done: 10, total: 10), .init(id: "r", done: 5, total: 8)])
    #expect(prompt.portions(done: prompt.count).map(\.done) == [10, 8])
  }

  @Test func aPictureReadHalfIsReadAgain() {
    #expect(Self.mixed.commonPrefix(with: Array(Self.mixed.positions[..<9])) == 5)
    #expect(Self.mixed.commonPrefix(with: Array(Self.mixed.positions[..<15])) == 15)
  }

  @Test func aGrowingRecordingKeepsItsBeginning() {
    var short = Prompt()
    short.append(tokens: [1])
    short.append(recording: Self.soft(3), frames: (0..<3).map { Self.id($0) })
    var long = Prompt()
    long.append(tokens: [1])
    long.append(recording: Self.soft(6), frames: (0..<6).map { Self.id($0) })
    #expect(long.commonPrefix(with: short.positions) == 4)
  }
}
