/// What can be typed behind a slash; the order is the order of the menu.
public enum Command: String, Sendable, Hashable, CaseIterable, Codable {
  case help, attach, record, new, open, search, rename, delete, export, copy
  case model, system, think, temperature, theme, budget, context, stats
  case regenerate, edit, fork, pane, quit

  /// What stands behind a command.
  public enum Argument: Sendable, Equatable {
    case none
    case path(required: Bool)
    case text(required: Bool)
    case number(ClosedRange<Double>)
    /// One of these words; without any, the words are known only while the program runs.
    case choice([String])
  }

  /// The name without the slash.
  public var name: String { rawValue }

  /// What it does, in a few words.
  public var summary: String { entry.summary }

  /// What stands behind it.
  public var argument: Argument { entry.argument }

  /// Whether it may be used while a reply is being written.
  public var isAllowedDuringReply: Bool { entry.isAllowedDuringReply }

  /// Whether it changes or leaves the open conversation, so that it can do nothing while none is.
  var needsConversation: Bool {
    switch self {
    case .new, .rename, .delete, .export, .regenerate, .edit, .fork: true
    default: false
    }
  }

  /// What the menu shows behind the name: "PATH", "on|off", "0–2", nothing.
  public var argumentHint: String {
    switch argument {
    case .none: ""
    case .path(let isRequired): isRequired ? "PATH" : "[PATH]"
    case .text(let isRequired): isRequired ? "TEXT" : "[TEXT]"
    case .number(let range): "\(Self.figure(range.lowerBound))–\(Self.figure(range.upperBound))"
    case .choice(let words): words.isEmpty ? "NAME" : words.joined(separator: "|")
    }
  }

  static func figure(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
  }

  private var entry: (summary: String, argument: Argument, isAllowedDuringReply: Bool) {
    switch self {
    case .help: ("show the keys and commands", .none, true)
    case .attach: ("attach a picture, recording or document", .path(required: false), true)
    case .record: ("speak a message", .none, true)
    case .new: ("begin a new conversation", .none, false)
    case .open: ("open another conversation", .text(required: false), false)
    case .search: ("search this conversation", .text(required: false), true)
    case .rename: ("give this conversation a title", .text(required: false), true)
    case .delete: ("delete this conversation", .none, false)
    case .export: ("write this conversation as Markdown", .path(required: false), true)
    case .copy: ("copy the last reply", .choice(["reply", "code", "all"]), true)
    case .model: ("load another model, or none for the guide", .path(required: false), false)
    case .system: ("say how the assistant shall behave", .text(required: false), false)
    case .think: ("let it think before it answers", .choice(["on", "off"]), true)
    case .temperature: ("how freely it words its replies", .number(0...2), true)
    case .theme: ("choose the colours", .choice([]), true)
    case .budget: ("soft tokens a picture may take", .number(70...1120), true)
    case .context: ("what fills the context", .none, true)
    case .stats: ("figures of the last reply", .none, true)
    case .regenerate: ("write the last reply again", .none, false)
    case .edit: ("change your last message and send it again", .none, false)
    case .fork: ("go on from here in another conversation", .none, false)
    case .pane: ("show or hide the attachments", .none, true)
    case .quit: ("leave", .none, true)
    }
  }

  /// The commands that fit what was typed, the best first; all in their order for nothing.
  public static func matching(_ typed: String) -> [Command] {
    allCases.enumerated()
      .compactMap { order, command in Similarity.rank(typed, in: command.name).map { ($0, order, command) } }
      .filter { typed.isEmpty || $0.0 < 2000 || typed.count > 1 }
      .sorted { typed.isEmpty ? $0.1 < $1.1 : ($0.0, $0.1) < ($1.0, $1.1) }
      .map(\.2)
  }

  /// The commands that fit by name or by summary, the best first: what the palette shows.
  public static func palette(_ typed: String) -> [Command] {
    let words = typed.split(separator: " ").map(String.init)
    guard !words.isEmpty else { return allCases }
    return allCases.enumerated()
      .compactMap { order, command -> (Int, Int, Command)? in
        var total = 0
        for word in words {
          let inSummary = Similarity.rank(word, in: command.summary).flatMap { $0 < 2000 ? $0 + 3000 : nil }
          guard let rank = [Similarity.rank(word, in: command.name), inSummary].compactMap({ $0 }).min() else {
            return nil
          }
          total += rank
        }
        return (total, order, command)
      }
      .sorted { ($0.0, $0.1) < ($1.0, $1.1) }
      .map(\.2)
  }
}
