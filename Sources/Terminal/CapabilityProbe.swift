import Foundation
import Screen

/// Asks the terminal what it can do, before anything is drawn.
///
/// Every question ends with the one that all terminals answer (DA1): once that answer is here, those before it that are missing will not come.
struct CapabilityProbe {
  /// Name, keyboard protocol, synchronized output.
  static let questions = "\u{1B}[>q\u{1B}[?u\u{1B}[?2026$p\u{1B}[c"
  /// A picture of one pixel that is only tried.
  static let pictureQuestion = "\u{1B}_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\u{1B}\\\u{1B}[c"

  let tty: TTY
  /// All in all, in milliseconds.
  var limit = 1000

  /// Whether the terminal of this name may be asked: some show a part of the questions.
  static func isWorthwhile(name: String, _ capabilities: TerminalCapabilities) -> Bool {
    name != "linux" && (!name.hasPrefix("screen") || capabilities.isTmux)
  }

  /// Fills in what is answered; keys that are typed meanwhile are returned.
  func run(_ capabilities: inout TerminalCapabilities, decoder: inout KeyDecoder) -> [InputEvent] {
    let start = DispatchTime.now().uptimeNanoseconds
    var typed: [InputEvent] = []
    guard ask(CapabilityProbe.questions, since: start, &capabilities, &decoder, &typed), capabilities.mayHavePictures
    else {
      return typed
    }
    _ = ask(CapabilityProbe.pictureQuestion, since: start, &capabilities, &decoder, &typed)
    return typed
  }

  /// Whether the last question was answered in time.
  private func ask(
    _ question: String, since start: UInt64, _ capabilities: inout TerminalCapabilities, _ decoder: inout KeyDecoder,
    _ typed: inout [InputEvent]
  ) -> Bool {
    guard tty.write(Array(question.utf8)) else { return false }
    while true {
      let elapsed = Int((DispatchTime.now().uptimeNanoseconds - start) / 1_000_000)
      guard elapsed < limit, tty.waitForInput(milliseconds: limit - elapsed), let bytes = tty.readAvailable() else {
        return false
      }
      var isAnswered = false
      for input in decoder.append(bytes) {
        switch input {
        case .event(let event): typed.append(event)
        case .reply(.attributes): isAnswered = true
        case .reply(let reply): capabilities.learn(reply)
        }
      }
      if isAnswered { return true }
    }
  }
}
