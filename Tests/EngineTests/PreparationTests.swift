import Chat
import Testing

@testable import Engine

@Suite struct PreparationTests {
  private static let picture = Attachment(kind: .picture, id: "p", path: "/p.png", name: "p.png")

  private static func pieces(_ text: String, _ attachments: [Attachment] = [picture]) -> [PromptPiece] {
    TurnFormat.openPieces(of: Conversation([.user(text, attachments: attachments)]))
  }

  private static func clip(_ id: String) -> Attachment {
    Attachment(kind: .recording, id: id, path: "/\(id).wav", name: "")
  }

  /// Whether what is being read is finished up to its next chunk.
  private func isFinished(_ before: [PromptPiece], _ after: [PromptPiece]) -> Bool {
    let preparation = Preparation(pieces: before)
    preparation.giveWay(to: after)
    #expect(throws: CancellationError.self) { try preparation.cancellation.checkBetweenChunks() }
    return !preparation.cancellation.isCancelled
  }

  @Test func aPictureIsReadOnWhileItsQuestionIsTyped() {
    #expect(isFinished(Self.pieces(""), Self.pieces("what is")))
    #expect(isFinished(Self.pieces("what is"), Self.pieces("what was it")))
    let sent = TurnFormat.pieces(of: Conversation([.user("what is it?", attachments: [Self.picture])]))
    #expect(isFinished(Self.pieces("what is"), sent))
  }

  @Test func whatIsSpokenIsReadOnWhileItGrows() {
    #expect(isFinished(Self.pieces("", [Self.clip("a")]), Self.pieces("", [Self.clip("b")])))
    #expect(isFinished(Self.pieces("hear", [Self.clip("a")]), Self.pieces("hear this", [Self.clip("b")])))
  }

  @Test func whatIsWantedNoMoreIsGivenUpAtOnce() {
    let other = Attachment(kind: .picture, id: "q", path: "/q.png", name: "q.png")
    #expect(!isFinished(Self.pieces("what is"), Self.pieces("what is", [other])))
    #expect(!isFinished(Self.pieces("what is"), Self.pieces("what is", [])))
    let long = String(repeating: "one two three ", count: 100)
    #expect(!isFinished(Self.pieces(long, []), Self.pieces("other words", [])))
    #expect(isFinished(Self.pieces(long, []), Self.pieces(long + "and four", [])))
  }

  @Test func whatIsOfNoUseIsGivenUpEvenWhereAnotherStandsBetween() {
    let preparations = Preparations()
    let first = preparations.begin(Self.pieces(""))
    let second = preparations.begin(Self.pieces("what is"))
    #expect(!first.cancellation.isCancelled)
    preparations.giveWay(to: TurnFormat.pieces(of: Conversation([.user("hello")])))
    #expect(first.cancellation.isCancelled && second.cancellation.isCancelled)
  }

  @Test func whoStopsReadingStopsWhatWasReadOnForIt() {
    let preparations = Preparations()
    let begun = ["", "what", "what is"].map { preparations.begin(Self.pieces($0)) }
    preparations.cancel(upTo: begun[1])
    #expect(begun.map(\.cancellation.isCancelled) == [true, true, false])
  }

  @Test func whatIsOverMakesNoRoom() {
    let preparations = Preparations()
    let first = preparations.begin(Self.pieces(""))
    let second = preparations.begin(Self.pieces(""))
    preparations.end(first)
    preparations.cancel()
    #expect(!first.cancellation.isCancelled && second.cancellation.isCancelled)
  }

  @Test func whoIsCancelledStaysSo() {
    let cancellation = Cancellation()
    cancellation.cancel()
    cancellation.supersede()
    #expect(cancellation.isCancelled)
  }
}
