import Chat
import Screen

/// Writes what was found.
enum DoctorText {
  /// For people: the parts under their headings, and at the end what is wrong.
  static func lines(_ sections: [any DoctorSection]) -> [String] {
    var lines: [String] = ["facet \(Program.version)"]
    for section in sections {
      lines += ["", section.title]
      lines += section.rows.flatMap(self.lines)
    }
    let findings = sections.flatMap(\.findings)
    lines += list(findings, .broken, "What is wrong")
    lines += list(findings, .advice, "What could be better")
    if findings.isEmpty { lines += ["", "All is well."] }
    return lines
  }

  /// For programs: one object, the parts by their keys.
  static func json(_ sections: [any DoctorSection]) -> JSONValue {
    let findings = sections.flatMap(\.findings)
    var pairs: [(String, JSONValue)] = [("version", .string(Program.version))]
    pairs += sections.map { ($0.key, $0.json) }
    let list = findings.map { finding -> JSONValue in
      ["severity": .string(finding.severity.rawValue), "message": .string(finding.sentence)]
    }
    pairs.append(("findings", .array(list)))
    pairs.append(("works", .bool(!findings.contains { $0.severity == .broken })))
    return .object(JSONObject(pairs))
  }

  /// A row; what is long goes on below where it began.
  static func lines(_ row: DoctorRow) -> [String] {
    let column = 18
    // Names of files, devices and models are not trusted.
    let value = HelpText.wrap(SafeText(oneLine: row.value).string, width: HelpText.width - column)
    let label = "  " + SafeText(oneLine: row.label).string
    let pad = String(repeating: " ", count: max(1, column - label.count))
    return value.enumerated().map { index, text in
      index == 0 ? label + pad + text : String(repeating: " ", count: column) + text
    }
  }

  private static func list(
    _ findings: [DoctorFinding], _ severity: DoctorFinding.Severity, _ title: String
  ) -> [String] {
    let sentences = findings.filter { $0.severity == severity }.map { SafeText(oneLine: $0.sentence).string }
    guard !sentences.isEmpty else { return [] }
    return ["", title]
      + sentences.flatMap { sentence in
        HelpText.wrap(sentence, width: HelpText.width - 4).enumerated().map { ($0 == 0 ? "  - " : "    ") + $1 }
      }
  }
}
