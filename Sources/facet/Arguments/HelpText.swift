/// Prints help from the same tables that arguments are parsed by.
enum HelpText {
  /// Lines end before this column.
  static let width = 80

  /// What `facet --help` prints.
  static var overview: String {
    var lines = [
      "facet: an assistant that runs on this machine; nothing leaves it,\nunless you name a server",
      "",
      "Usage: facet [OPTION]…                 opens the chat",
      "       facet SUBCOMMAND [ARGUMENT]…    does one thing",
      "",
      "Subcommands:",
    ]
    for subcommand in Subcommand.allCases {
      lines += row(subcommand.rawValue, subcommand.summary, indent: 2, column: 15)
    }
    lines += groups(of: .chat, also: [.version])
    lines.append("")
    lines += wrap(
      """
      facet SUBCOMMAND --help tells more of one. The exit status is 0 if all went well, 1 if the work failed, 2 if the \
      arguments are wrong, and 130 after Ctrl-C.
      """, width: width)
    return lines.joined(separator: "\n") + "\n"
  }

  /// What `facet SUBCOMMAND --help` prints.
  static func of(_ subcommand: Subcommand) -> String {
    var lines = wrap("facet \(subcommand.rawValue): \(subcommand.summary)", width: width) + [""]
    lines.append("Usage: \(subcommand.invocation) \(subcommand.usage)")
    lines.append("")
    lines += wrap(subcommand.discussion, width: width)
    lines += groups(of: subcommand)
    lines += ["", subcommand.examples.count == 1 ? "Example:" : "Examples:"]
    lines += subcommand.examples.map { "  " + $0 }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The options of a subcommand under their headings.
  private static func groups(of subcommand: Subcommand, also more: [Option] = []) -> [String] {
    OptionGroup.allCases.flatMap { group -> [String] in
      let options = (subcommand.options + more).filter { $0.group == group }
      guard !options.isEmpty else { return [] }
      return ["", group.rawValue + ":"]
        + options.flatMap { row(spelling($0), text($0), indent: 2, column: 26) }
    }
  }

  private static func spelling(_ option: Option) -> String {
    let short = option.short.map { "-\($0), " } ?? "    "
    return short + option.name.spelling + (option.placeholder.isEmpty ? "" : " " + option.placeholder)
  }

  static func text(_ option: Option) -> String {
    option.isRepeatable ? option.help + "; may be given several times" : option.help
  }

  /// A term and its explanation in two columns.
  private static func row(_ term: String, _ explanation: String, indent: Int, column: Int) -> [String] {
    let pad = String(repeating: " ", count: column)
    var lines = wrap(explanation, width: width - column).map { pad + $0 }
    let head = String(repeating: " ", count: indent) + term
    if head.count + 2 <= column {
      lines[0] = head + lines[0].dropFirst(head.count)
    } else {
      lines.insert(head, at: 0)
    }
    return lines
  }

  /// The words of `text` in lines of at most `width` characters.
  static func wrap(_ text: String, width: Int) -> [String] {
    var lines = [""]
    for word in text.split(separator: " ") {
      let last = lines[lines.count - 1]
      if last.isEmpty {
        lines[lines.count - 1] = String(word)
      } else if last.count + 1 + word.count <= width {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}
