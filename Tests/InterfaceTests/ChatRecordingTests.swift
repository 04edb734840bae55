import Chat
import Foundation
import Screen
import Testing

@testable import Interface

@Suite struct ChatRecordingTests {
  @Test func theKeyStartsAndStopsAndLeavesAChip() throws {
    var user = ChatUser.ready()
    try user.press("ctrl-space")
    #expect(user.effects.last == .record)
    user.happen(.recording(.started))
    for step in 1...20 { user.happen(.recording(.level(0.3, seconds: Double(step) * 0.2)), after: 0.2) }
    let status = try #require(user.frame(80, 24).snapshot.last)
    #expect(status.contains("● REC 0:04"))
    #expect(status.contains("26 s left"))
    #expect(status.contains("Enter keep   Esc drop"))
    try user.press("ctrl-space")
    #expect(user.effects.last == .stopRecording)
    user.happen(.recording(.clip(ChatUser.recording())))
    user.happen(.recording(.ended))
    #expect(user.state.composer.chips.map(\.label) == ["Recording 0:07"])
    #expect(user.state.recording == nil)
  }

  @Test func enterKeepsAndEscDrops() throws {
    var user = ChatUser.ready()
    try user.press("f9", "enter")
    #expect(user.effects.last == .stopRecording)
    user.happen(.recording(.ended))
    try user.press("f9", "escape")
    #expect(user.effects.last == .discardRecording)
  }

  @Test func recordingStopsAReply() throws {
    var user = ChatUser.ready()
    try user.send("hello")
    user.reply(.answer("a long"))
    try user.press("f9")
    #expect(user.effects.suffix(2) == [.stopReply, .record])
  }

  @Test func aRecordingIsSentAtOnceWhereThePersonWantsThat() throws {
    var user = ChatUser.ready { $0.configuration.autoSend = true }
    try user.press("f9", "f9")
    user.happen(.recording(.clip(ChatUser.recording())))
    user.happen(.recording(.ended))
    #expect(user.replyNumber == 2)
    #expect(user.state.conversation.messages.last?.attachments.map(\.id) == ["r1"])
  }

  @Test func holdingTheKeyIsPushToTalkWhereReleasesAreTold() throws {
    var user = ChatUser.ready { $0.hasReleases = true }
    try user.press("ctrl-space")
    for _ in 0..<10 { user.happen(.input(.key(.space, .control)), after: 0.05) }
    #expect(user.state.recording?.isStopping == false)
    user.happen(.input(.release(.space, .control)), after: 0.5)
    #expect(user.effects.last == .stopRecording)
  }

  @Test func theKeyMayBeLetGoAfterControl() throws {
    var user = ChatUser.ready { $0.hasReleases = true }
    try user.press("ctrl-space")
    // The first repeat comes late.
    user.happen(.input(.key(.space, .control)), after: 0.66)
    for _ in 0..<3 { user.happen(.input(.text(" ")), after: 0.03) }
    #expect(user.state.composer.isEmpty)
    #expect(user.state.recording?.isStopping == false)
    user.happen(.input(.release(.space, [])), after: 0.03)
    #expect(user.effects.last == .stopRecording)
  }

  @Test func spacesThatAreTypedBesideARecordingDoNotEndIt() throws {
    var user = ChatUser.ready { $0.hasReleases = true }
    try user.press("ctrl-space")
    user.happen(.input(.release(.space, .control)), after: 0.1)
    for word in ["look", " ", "at", " ", "this"] {
      user.happen(.input(.text(word)), after: 0.1)
      if word == " " { user.happen(.input(.release(.space, [])), after: 0.1) }
    }
    #expect(user.state.composer.content.plainText == "look at this")
    #expect(user.state.recording?.isStopping == false)
    try user.press("ctrl-space")
    #expect(user.effects.last == .stopRecording)
  }

  @Test func aReleaseThatWasNotToldIsForgottenWithTheNextKey() throws {
    var user = ChatUser.ready { $0.hasReleases = true }
    try user.press("ctrl-space")
    user.type("ab c")
    user.happen(.input(.release(.space, [])), after: 0.1)
    #expect(user.state.composer.content.plainText == "ab c")
    #expect(user.state.recording?.isStopping == false)
  }

  @Test func anotherKeyForRecordingIsLetGoInAnyOrderToo() throws {
    var user = ChatUser.ready { settings in
      settings.hasReleases = true
      settings.bindings = (try? KeyBindings(changes: [("record", ["alt-v"])])) ?? .standard
    }
    try user.press("alt-v")
    for _ in 0..<3 { user.happen(.input(.text("v")), after: 0.3) }
    #expect(user.state.composer.isEmpty)
    user.happen(.input(.release(.character("v"), [])), after: 0.1)
    #expect(user.effects.last == .stopRecording)
  }

  @Test func aShortPressOnlyStarts() throws {
    var user = ChatUser.ready { $0.hasReleases = true }
    try user.press("ctrl-space")
    user.happen(.input(.release(.space, .control)), after: 0.1)
    #expect(user.state.recording?.isStopping == false)
  }

  @Test func aDeviceThatFailsSaysWhyAndTheTextStays() throws {
    var user = ChatUser.ready()
    user.type("draft")
    try user.press("f9")
    user.happen(.recording(.failed("the microphone is busy; close what uses it")))
    user.happen(.recording(.ended))
    #expect(user.state.recording == nil)
    #expect(user.state.notice?.text == "the microphone is busy; close what uses it")
    #expect(user.state.composer.content.plainText == "draft")
  }

  @Test func textIsTypedWhileARecordingRuns() throws {
    var user = ChatUser.ready()
    try user.press("f9")
    user.type("look at this")
    #expect(user.state.composer.content.plainText == "look at this")
    #expect(user.state.recording != nil)
  }
}
