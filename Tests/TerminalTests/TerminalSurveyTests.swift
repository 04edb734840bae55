import Foundation
import Screen
import Testing

@testable import Terminal

extension TerminalSessionTests {
  @Test func aSurveyAsksAndLeavesTheTerminalAsItWas() throws {
    let terminal = try PseudoTerminal(
      columns: 90, rows: 30,
      answers: [
        ("\u{1B}[>q", "\u{1B}P>|kitty(0.35.0)\u{1B}\\\u{1B}[?0u\u{1B}[?2026;2$y"), ("a=q", "\u{1B}_Gi=31;OK\u{1B}\\"),
        ("\u{1B}[c", "\u{1B}[?62c"),
      ])
    defer { terminal.hangUp() }
    let before = terminal.settings
    let survey = try TerminalSurvey.ask(
      input: terminal.side, output: terminal.side, environment: ["TERM": "xterm-256color"])
    #expect(terminal.settings == before)
    #expect(survey.size == Size(width: 90, height: 30))
    #expect(survey.capabilities.name == "kitty(0.35.0)")
    #expect(survey.capabilities.hasKittyKeyboard && survey.capabilities.hasKittyPictures)
    #expect(survey.capabilities.hasSynchronizedOutput)
    #expect(survey.capabilities.depth == .trueColor)
    // Questions only: no other screen, nothing drawn, no modes.
    #expect(terminal.output() == CapabilityProbe.questions + CapabilityProbe.pictureQuestion)
  }

  @Test func aSurveyOfWhatIsNoTerminalSaysSo() {
    #expect(throws: TerminalError.notATerminal) { try TerminalSurvey.ask(input: -1, output: -1, environment: [:]) }
  }
}
