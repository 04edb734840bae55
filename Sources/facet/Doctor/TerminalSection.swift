import Chat
import Foundation
import Screen
import Terminal

/// What the terminal can do, as it says itself.
struct TerminalSection: DoctorSection, Equatable {
  /// How the question went.
  enum Answer: Sendable, Equatable {
    /// Input or output is no terminal, so nothing was asked.
    case noTerminal
    case survey(TerminalSurvey)
    case failed(TerminalError)
  }

  /// What `TERM` says.
  var term: String
  var answer: Answer

  static func current(_ surroundings: Surroundings) -> TerminalSection {
    let term = surroundings.variable("TERM") ?? "not set"
    guard surroundings.isInputTerminal, surroundings.output.isTerminal else {
      return TerminalSection(term: term, answer: .noTerminal)
    }
    let restoring = Interruption.shared.whenEnding { TerminalSurvey.restore() }
    defer { Interruption.shared.forget(restoring) }
    do throws(TerminalError) {
      let survey = try TerminalSurvey.ask(environment: surroundings.environment)
      return TerminalSection(term: term, answer: .survey(survey))
    } catch {
      return TerminalSection(term: term, answer: .failed(error))
    }
  }

  let title = "Terminal"
  let key = "terminal"

  var rows: [DoctorRow] {
    var rows = [DoctorRow("TERM", term)]
    switch answer {
    case .noTerminal: rows.append(DoctorRow("abilities", "not asked: input or output is no terminal"))
    case .failed(let error): rows.append(DoctorRow("abilities", Failure(error).sentence))
    case .survey(let survey):
      let can = survey.capabilities
      func yes(_ isSo: Bool) -> String { isSo ? "yes" : "no" }
      rows += [
        DoctorRow("name", can.name ?? "it does not say"),
        DoctorRow("size", "\(survey.size.width) × \(survey.size.height)"),
        DoctorRow("colours", can.depth.words),
        DoctorRow("characters", can.isUTF8 ? "UTF-8" : "ASCII"),
        DoctorRow("pictures", can.hasKittyPictures ? "kitty graphics" : "half blocks"),
        DoctorRow(
          "keyboard", can.hasKittyKeyboard ? "kitty protocol" : can.hasModifyOtherKeys ? "modifyOtherKeys" : "plain"),
        DoctorRow("whole frames", yes(can.hasSynchronizedOutput)),
        DoctorRow("tmux", yes(can.isTmux)),
      ]
    }
    return rows
  }

  var json: JSONValue {
    var object: JSONObject = ["term": .string(term), "asked": .bool(false)]
    switch answer {
    case .noTerminal: break
    case .failed(let error): object["error"] = .string(Failure(error).sentence)
    case .survey(let survey):
      let can = survey.capabilities
      object = [
        "term": .string(term), "asked": .bool(true), "name": can.name.map { .string($0) } ?? .null,
        "columns": .integer(survey.size.width), "rows": .integer(survey.size.height),
        "colours": .string("\(can.depth)"), "utf8": .bool(can.isUTF8), "kitty_graphics": .bool(can.hasKittyPictures),
        "kitty_keyboard": .bool(can.hasKittyKeyboard), "synchronized_output": .bool(can.hasSynchronizedOutput),
        "tmux": .bool(can.isTmux),
      ]
    }
    return .object(object)
  }

  var findings: [DoctorFinding] {
    switch answer {
    case .noTerminal: return []
    case .failed(let error): return [.advice(Failure(error).sentence)]
    case .survey(let survey):
      guard survey.size.width < 40 || survey.size.height < 10 else { return [] }
      return [
        .advice(
          "the window has \(survey.size.width) × \(survey.size.height) cells, which leaves little to see; enlarge it")
      ]
    }
  }
}

extension ColorDepth {
  /// What people call it.
  var words: String {
    switch self {
    case .none: "none"
    case .ansi16: "16"
    case .indexed256: "256"
    case .trueColor: "all (24 bits)"
    }
  }
}
