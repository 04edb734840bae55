/// How the roles look: colours for terminals of every depth, and emphasis.
///
/// A theme is a JSON5 file:
/// ```json5
/// {
///   name: "dusk",
///   description: "one line about it",
///   roles: {
///     accent: { foreground: "#5fafd7", bold: true },
///     selection: { foreground: "#ffffff", background: "blue", plain: ["reverse"] },
///     rule: { foreground: "#3a3a3a", foreground16: "bright-black" },
///   },
/// }
/// ```
/// `foreground` and `background` are `"#rrggbb"`, `"#rgb"`, `"default"` or one of the terminal's sixteen colours (`"red"`, `"bright-red"`…).
/// Terminals of 256 and 16 colours get the nearest one, unless `foreground16` or `background16` names another for the sixteen. `bold`, `italic`,
/// `underline`, `reverse`, `strikethrough` and `dim` are true or false. `plain` lists the emphasis to use where there are no colours; without it
/// the built-in monochrome theme's is taken. A role that is missing looks like `text`; one that is not known is an error.
public struct Theme: Sendable, Equatable {
  /// How one role looks.
  public struct Look: Sendable, Equatable {
    /// Colours where there are many.
    public var foreground: TerminalColor, background: TerminalColor
    /// Colours where there are sixteen; nil takes the nearest.
    public var foreground16: TerminalColor?, background16: TerminalColor?
    /// Emphasis where there are colours.
    public var emphasis: Style.Emphasis
    /// Emphasis where there are none.
    public var plainEmphasis: Style.Emphasis

    /// A look.
    public init(
      foreground: TerminalColor = .standard, background: TerminalColor = .standard, foreground16: TerminalColor? = nil,
      background16: TerminalColor? = nil, emphasis: Style.Emphasis = [], plainEmphasis: Style.Emphasis? = nil
    ) {
      (self.foreground, self.background) = (foreground, background)
      (self.foreground16, self.background16) = (foreground16, background16)
      self.emphasis = emphasis
      self.plainEmphasis = plainEmphasis ?? emphasis
    }
  }

  /// What a terminal is told for a cell.
  public struct Resolved: Sendable, Hashable {
    /// Colours.
    public var foreground: TerminalColor, background: TerminalColor
    /// Emphasis.
    public var emphasis: Style.Emphasis

    /// The terminal's own look.
    public static let standard = Resolved(foreground: .standard, background: .standard, emphasis: [])
  }

  /// The name by which it is chosen.
  public let name: String
  /// One line about it.
  public let summary: String
  private let looks: [Look]

  /// A theme of these looks; a role that is missing looks like `text`.
  public init(name: String, summary: String = "", looks: [Role: Look]) {
    self.name = name
    self.summary = summary
    let text = looks[.text] ?? Look()
    self.looks = Role.allCases.map { looks[$0] ?? text }
  }

  /// How a role looks.
  public func look(of role: Role) -> Look { looks[role.index] }

  /// What a terminal of some depth is told for a style.
  public func style(for style: Style, depth: ColorDepth) -> Resolved {
    let look = looks[style.role.index]
    if depth == .none {
      // Reverse on reverse would be seen as nothing special; so it turns back.
      let reverse = look.plainEmphasis.symmetricDifference(style.emphasis).intersection(.reverse)
      let others = look.plainEmphasis.union(style.emphasis).subtracting(.reverse)
      return Resolved(foreground: .standard, background: .standard, emphasis: others.union(reverse))
    }
    let isSmall = depth == .ansi16
    let foreground = style.foreground.map { .rgb($0) } ?? (isSmall ? look.foreground16 : nil) ?? look.foreground
    let background = style.background.map { .rgb($0) } ?? (isSmall ? look.background16 : nil) ?? look.background
    return Resolved(
      foreground: foreground.limited(to: depth), background: background.limited(to: depth),
      emphasis: look.emphasis.union(style.emphasis))
  }

  /// The theme that is always there: no colour, only bold, dim, reverse and underline.
  public static let monochrome = Theme(
    name: "monochrome", summary: "no colours, only bold, dim, reverse and underline",
    looks: Dictionary(uniqueKeysWithValues: Role.allCases.map { ($0, Look(emphasis: plainEmphasis(of: $0))) }))

  static func plainEmphasis(of role: Role) -> Style.Emphasis {
    switch role {
    case .text, .code, .codeString, .codeNumber, .codeType: []
    case .dim, .rule, .codeComment, .thought: .dim
    case .accent, .you, .facet, .codeKeyword, .ok, .warning: .bold
    case .chip: .underline
    case .error: [.bold, .underline]
    case .recording, .selection: .reverse
    case .search: [.reverse, .bold]
    }
  }
}
