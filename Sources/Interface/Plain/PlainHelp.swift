/// What `/help` says in plain mode.
enum PlainHelp {
  /// Commands that only make sense on the whole screen.
  static let absent: Set<Command> = [.pane, .theme]

  static var lines: [String] {
    let commands = Command.allCases.filter { !absent.contains($0) }
    let heads = commands.map { command in
      let hint = hint(command)
      return "/\(command.name)" + (hint.isEmpty ? "" : " \(hint)")
    }
    let width = heads.map(\.count).max() ?? 0
    return [
      "A line is a message. A line that ends in \\ goes on in the next one,",
      "and what stands between two lines of \"\"\" is one message.",
      "A line that begins with the path of a file attaches that file.",
      "A line that begins with / is a command:",
    ]
      + zip(heads, commands).map { head, command in
        "\(head)\(String(repeating: " ", count: width - head.count))  \(summary(command))"
      } + [
        "Ctrl-C stops a reply; when there is none, it leaves. Ctrl-D leaves."
      ]
  }

  private static func hint(_ command: Command) -> String {
    switch command {
    case .attach: "PATH"
    case .open: "[NUMBER|TITLE]"
    default: command.argumentHint
    }
  }

  private static func summary(_ command: Command) -> String {
    switch command {
    case .help: "print this"
    case .record: "speak a message; an empty line ends it"
    case .open: "list the conversations, or open one of them"
    case .search: "print this conversation, or its lines with a text"
    case .edit: "change your last message: the next one takes its place"
    default: command.summary
    }
  }
}
