/// The manual page, written from the tables that arguments are parsed by; in the macros of man(7).
enum ManPage {
  static var text: String {
    var lines = [
      ".TH FACET 1 \"\" \"facet \(Program.version)\" \"User Commands\"",
      ".SH NAME", "facet \\- an assistant that runs on this machine; nothing leaves it, unless you name a server",
      ".SH SYNOPSIS",
    ]
    for (place, subcommand) in Subcommand.allCases.enumerated() {
      if place > 0 { lines.append(".br") }
      let usage = subcommand.usage.split(separator: " ").map { escaped(String($0)) }.joined(separator: " ")
      lines.append(".B \(subcommand.invocation)\n\(usage)")
    }
    lines += [".SH DESCRIPTION", escaped(Subcommand.chat.discussion), ".SH OPTIONS"]
    lines += options(.chat, heading: ".SS") + term(.version)
    lines.append(".SH SUBCOMMANDS")
    for subcommand in Subcommand.allCases where subcommand != .chat {
      lines += [".SS \(subcommand.invocation)", escaped(subcommand.discussion)]
      lines += options(subcommand, heading: nil)
    }
    lines += [
      ".SH EXIT STATUS", ".TP", "0", "All went well.", ".TP", "1", "The work failed.", ".TP", "2",
      "The arguments are wrong.", ".TP", "130", "It was interrupted by Ctrl-C.",
      ".SH EXAMPLES",
    ]
    for example in Subcommand.allCases.flatMap(\.examples) { lines += [".PP", ".EX", escaped(example), ".EE"] }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func options(_ subcommand: Subcommand, heading: String?) -> [String] {
    OptionGroup.allCases.flatMap { group -> [String] in
      let options = subcommand.options.filter { $0.group == group }
      guard !options.isEmpty else { return [] }
      return (heading.map { ["\($0) \(group.rawValue)"] } ?? []) + options.flatMap(term)
    }
  }

  private static func term(_ option: Option) -> [String] {
    let names = option.spellings.reversed().map { "\\fB\(escaped($0))\\fR" }.joined(separator: ", ")
    let value = option.placeholder.isEmpty ? "" : " \\fI\(escaped(option.placeholder))\\fR"
    return [".TP", names + value, escaped(HelpText.text(option))]
  }

  /// A text as it stands on the page: no sign of it is a command.
  ///
  ///     escaped("--top-p")  →  \-\-top\-p
  static func escaped(_ text: String) -> String {
    var out = text.replacing("\\", with: "\\e").replacing("-", with: "\\-").replacing("…", with: "...")
    if out.hasPrefix(".") || out.hasPrefix("'") { out = "\\&" + out }
    return out
  }
}
