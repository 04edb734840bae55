import Foundation
import Interface
import Screen
import Testing

@testable import Chat
@testable import facet

/// The tables of the article about the chat are those of the program.
@Suite struct ChatArticleTests {
  private static let article = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Sources/facet/facet.docc/Chat.md")

  private static func table(_ heading: String, _ columns: Int, _ rows: [[String]]) -> String {
    let rule = "|" + String(repeating: "---|", count: columns)
    let lines = rows.map { row in "| " + row.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |" }
    return ([heading, rule] + lines).joined(separator: "\n")
  }

  static var sections: [(name: String, text: String)] {
    let options = Subcommand.chat.options.map { option -> [String] in
      let short = option.short.map { "`-\($0)`, " } ?? ""
      let value = option.placeholder.isEmpty ? "" : " \(option.placeholder)"
      return [short + "`\(option.name.spelling)`" + value, option.help]
    }
    let commands = Command.allCases.map { command -> [String] in
      let hint = command.argumentHint.isEmpty ? "" : " \(command.argumentHint)"
      return ["`/\(command.name)\(hint)`", command.summary, command.isAllowedDuringReply ? "yes" : "no"]
    }
    let bindings = KeyBindings.standard
    let keys = KeyAction.allCases.map { action -> [String] in
      [bindings.keys(for: action).map(\.title).joined(separator: ", "), action.summary, "`\(action.rawValue)`"]
    }
    let defaults = Configuration()
    let settings = Setting.all.map { ["`\($0.name)`", "`\($0.text(defaults))`", $0.summary] }
    return [
      ("options", table("| option | |", 2, options)),
      ("commands", table("| command | | during a reply |", 3, commands)),
      ("keys", table("| keys | | name |", 3, keys)),
      (
        "configuration",
        table("| key | default | |", 3, settings + [["`\(Setting.keysName)`", "`{}`", Setting.keysSummary]])
      ),
      ("roles", "The roles: " + Role.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ") + "."),
    ]
  }

  @Test func theTablesAreThoseOfTheProgram() throws {
    var text = try String(contentsOf: Self.article, encoding: .utf8)
    let isRecording = ProcessInfo.processInfo.environment["FACET_RECORD"] != nil
    for section in Self.sections {
      let start = try #require(text.range(of: "<!-- \(section.name) -->\n"), "\(section.name)")
      let end = try #require(text.range(of: "<!-- end -->", range: start.upperBound..<text.endIndex))
      let range = start.upperBound..<end.lowerBound
      if isRecording {
        text.replaceSubrange(range, with: section.text + "\n")
      } else {
        #expect(text[range] == section.text + "\n", "FACET_RECORD=1 swift test records anew")
      }
    }
    if isRecording { try Data(text.utf8).write(to: Self.article) }
  }
}
