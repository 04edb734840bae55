import Chat
import Foundation
import Screen
import Testing

@testable import Interface

/// Between leaving a conversation and the answer of the store, which may take long.
@Suite struct ChatLeavingTests {
  /// A chat whose store answers when it is told to.
  private struct Talk {
    var user = ChatUser()
    var store = SlowStore()
    /// What was asked last, for each conversation and reply.
    private var questions: [String: String] = [:]
    private var seen = 0

    init() {
      user.happen(.modelReady(ModelFacts(name: "m", context: 4096, hasProjector: true)))
      store.ask([.newConversation])
      settle()
    }

    /// Hands on what was asked for since, to the store.
    mutating func listen() {
      let fresh = user.effects[seen...]
      seen = user.effects.count
      store.ask(fresh)
      for case .reply(_, let conversation, _) in fresh {
        questions[user.state.record?.id ?? ""] = conversation.messages.last?.text
      }
    }

    /// Lets the store do one thing; false when there is nothing to do.
    mutating func step() -> Bool {
      listen()
      guard let events = store.next() else { return false }
      for event in events { user.happen(event) }
      return true
    }

    mutating func settle() { while step() {} }

    /// Ends the reply under way: it repeats the question.
    mutating func answer() {
      listen()
      guard let id = user.state.record?.id, user.state.isReplying else { return }
      user.reply(.answer("re: \(questions[id] ?? "")"))
      user.finish()
    }

    mutating func send(_ text: String) throws {
      try user.send(text)
      answer()
      settle()
    }

    var texts: [String] { user.state.conversation.messages.map(\.text) }
  }

  @Test func whatIsTypedBeforeTheStoreAnswersStays() throws {
    var talk = Talk()
    try talk.user.press("alt-n")
    talk.user.type("at once")
    #expect(talk.user.state.composer.content.plainText == "at once")
    talk.settle()
    #expect(talk.user.state.composer.content.plainText == "at once")
    try talk.user.press("ctrl-_")
    #expect(talk.user.state.composer.content.plainText == "at ", "typing is undone as ever")
    talk.user.wait(2)
    talk.settle()
    #expect(talk.store.drafts[""]?.content.plainText == "at ")
  }

  @Test func aMessageSentBeforeTheStoreAnswersGoesToTheConversationThatComes() throws {
    var talk = Talk()
    try talk.send("one")
    let old = talk.user.state.record?.id ?? ""
    try talk.user.press("alt-n")
    try talk.user.send("two")
    #expect(!talk.user.state.isReplying)
    #expect(talk.user.frame(80, 24).snapshot.last?.contains("opening the conversation") == true)
    talk.settle()
    #expect(talk.texts == ["two"])
    talk.answer()
    talk.settle()
    #expect(talk.store.records[old]?.messages.map(\.message.text) == ["one", "re: one"])
    #expect(talk.store.records[talk.user.state.record?.id ?? ""]?.messages.map(\.message.text) == ["two", "re: two"])
    #expect(talk.store.lost.isEmpty)
  }

  @Test func theDraftOfTheConversationThatIsOpenedStandsBeforeWhatWasTyped() throws {
    var talk = Talk()
    try talk.send("one")
    let first = talk.user.state.record?.id ?? ""
    talk.user.type("old")
    try talk.user.press("alt-n")
    talk.settle()
    try talk.user.press("ctrl-o")
    var summary = Dialog.conversations[0]
    summary.id = first
    talk.user.happen(.listed([summary], query: ""))
    try talk.user.press("enter")
    talk.user.type("new")
    // The time to keep a draft comes while nobody knows yet whose it is.
    talk.user.wait(2)
    talk.settle()
    #expect(talk.user.state.record?.id == first)
    #expect(talk.user.state.composer.content.plainText == "old\nnew")
    talk.user.wait(2)
    talk.settle()
    #expect(talk.store.drafts[first]?.content.plainText == "old\nnew")
    #expect(talk.store.drafts[""] == nil)
  }

  @Test func aConversationThatCannotBeOpenedLeavesTheOldOne() throws {
    var talk = Talk()
    try talk.send("one")
    let id = talk.user.state.record?.id
    talk.user.type("half")
    talk.store.refusesToOpen = true
    _ = talk.user.frame(80, 24)
    try talk.user.press("alt-up")
    talk.user.type("f")
    talk.user.type(" more")
    talk.settle()
    #expect(talk.user.state.record?.id == id)
    #expect(talk.texts == ["one", "re: one"])
    #expect(talk.user.state.composer.content.plainText == "half\n more")
    #expect(talk.user.state.notice?.isError == true)
  }

  @Test func aMessageThatMeetsAConversationWhichIsReadOnlyGoesBack() throws {
    var user = ChatUser()
    try user.send("early")
    let record = ConversationRecord(header: ConversationHeader(id: "c1", created: user.world.date))
    user.happen(.opened(OpenedConversation(record: record, reason: .inUse(title: "the red build")), draft: nil))
    #expect(user.replyNumber == nil)
    #expect(user.state.composer.content.plainText == "early")
    #expect(!user.effects.contains { if case .store = $0 { true } else { false } })
  }

  @Test func whatNeedsAConversationWaitsUntilThereIsOne() throws {
    for command in ["/new", "/rename x", "/delete", "/export x.md", "/regenerate", "/edit", "/fork"] {
      var talk = Talk()
      try talk.send("one")
      try talk.user.press("alt-n")
      let before = talk.user.effects.count
      try talk.user.send(command)
      #expect(talk.user.state.notice?.text.contains("not open yet") == true, "\(command)")
      #expect(talk.user.effects[before...].allSatisfy { if case .list = $0 { true } else { false } })
    }
  }

  @Test func nobodyForksWhileARecordingRunsOrAMessageWaits() throws {
    var user = try ChatDialogTests.talk()
    user.happen(.modelReady(ModelFacts(name: "m", context: 4096, hasProjector: true)))
    try user.press("f9")
    _ = user.state.fork(user.world)
    #expect(user.state.notice?.text.contains("recording") == true)
    try user.press("escape")
    user.happen(.recording(.ended))
    user.happen(.input(.paste("/tmp/ci.png")))
    try user.send("what is it?")
    #expect(user.state.outbox.count == 1)
    try user.press("alt-n")
    #expect(user.state.notice?.text.contains("waits for its file") == true)
    try user.send("/fork")
    #expect(user.state.record != nil)
    #expect(
      !user.effects.contains {
        switch $0 {
        case .fork, .newConversation: true
        default: false
        }
      })
  }

  @Test func leavingBeforeTheStoreAnswersTouchesNoDraft() throws {
    var user = ChatUser()
    try user.press("ctrl-q")
    #expect(user.effects == [.quit])
    user = ChatUser()
    user.type("words")
    user.wait(2)
    try user.press("ctrl-q")
    #expect(user.effects == [.addHistory(ComposedText("words")), .quit])
  }

  @Test func aFileOfTheConversationThatWasLeftDoesNotComeIntoTheNext() throws {
    var user = ChatUser.ready()
    user.world.status = { $0.hasPrefix("/tmp/") ? .file(.picture) : .missing }
    user.happen(.input(.paste("/tmp/slow.png")))
    let slow = try #require(user.state.composer.chips.first)
    try user.press("alt-n")
    let kept = Chip(id: slow.id, kind: .picture, number: 1, label: "Picture 1: other.png", path: "/tmp/other.png")
    user.open(draft: ComposerDraft(ComposedText(parts: [.chip(kept)])))
    user.happen(.attached(chip: slow.id, [ChatUser.picture("slow.png", id: "p1")]))
    let chip = try #require(user.state.composer.chips.first)
    #expect(chip.label == "Picture 1: other.png" && chip.attachment == nil)
    user.happen(.attached(chip: chip.id, [ChatUser.picture("other.png", id: "p2")]))
    #expect(user.state.composer.chips.map(\.attachment) == ["p2"])
  }

  @Test func theHistoryOfEarlierSessionsLeavesWhatIsBegunAlone() throws {
    var user = ChatUser()
    user.world.status = { $0.hasPrefix("/tmp/") ? .file(.picture) : .missing }
    user.happen(.input(.paste("/tmp/a.png")))
    try user.press("enter")
    user.happen(.history([ComposedText("before")]))
    user.happen(.input(.paste("/tmp/b.png")))
    let chips = [user.state.outbox.first, user.state.composer.content].compactMap { $0?.chips.first }
    #expect(chips.map(\.path) == ["/tmp/a.png", "/tmp/b.png"])
    #expect(Set(chips.map(\.id)).count == 2)
    user.type("x")
    try user.press("up", "up")
    #expect(user.state.composer.content.plainText == "before")
  }

  /// Whatever is typed when, it is sent, in the composer or kept; and what was replied stands behind what was asked.
  @Test(arguments: 0..<40) func nothingTypedIsLost(seed: Int) throws {
    var random = SteadyRandom(state: UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 7)
    var talk = Talk()
    var words: [String] = []
    for number in 0..<120 {
      talk.store.refusesToOpen = Int.random(in: 0..<5, using: &random) == 0
      switch Int.random(in: 0..<12, using: &random) {
      case 0..<4:
        words.append("word\(number).")
        talk.user.type(words[words.count - 1])
      case 4, 5: try talk.user.press("enter")
      case 6: try talk.user.press("alt-n")
      case 7:
        let other = talk.store.records.keys.sorted().randomElement(using: &random)
        try talk.user.press("ctrl-o")
        var summary = Dialog.conversations[0]
        summary.id = other ?? "gone"
        talk.user.happen(.listed([summary], query: ""))
        try talk.user.press("enter")
        talk.user.state.layers = []
      case 8: talk.user.effects += talk.user.state.fork(talk.user.world)
      case 9: talk.user.wait(1.5)
      case 10: talk.answer()
      default: for _ in 0..<Int.random(in: 0..<6, using: &random) { _ = talk.step() }
      }
    }
    talk.settle()
    while talk.user.state.isReplying {
      talk.answer()
      talk.settle()
    }
    try talk.user.press("ctrl-q")
    talk.settle()
    #expect(talk.store.lost.isEmpty)
    let conversations = talk.store.records.values.map { $0.messages.map(\.message.text) }
    let kept = conversations.flatMap { $0 } + talk.store.drafts.values.map { $0.content.plainText }
    for word in words { #expect(kept.contains { $0.contains(word) }, "\(word) is kept") }
    for texts in conversations {
      for (place, text) in texts.enumerated() where text.hasPrefix("re: ") {
        #expect(text == "re: \(texts[place - 1])")
      }
    }
  }
}
