/// What a piece of the screen is; a theme says how that looks.
public enum Role: String, Sendable, CaseIterable, Codable {
  case text, dim, accent, you, facet, thought
  case code, codeKeyword, codeString, codeNumber, codeComment, codeType
  case chip, rule, ok, warning, error, recording, selection, search
}

/// A colour with 8 bits a channel.
public struct Color: Sendable, Hashable {
  /// Red, green and blue.
  public var red: UInt8, green: UInt8, blue: UInt8

  /// A colour of these channels.
  public init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    (self.red, self.green, self.blue) = (red, green, blue)
  }
}

/// How a cell looks: by role, so that themes can change; only pictures name colours themselves.
public struct Style: Sendable, Hashable {
  /// Emphasis on top of what the theme says.
  public struct Emphasis: OptionSet, Sendable, Hashable {
    /// The bits.
    public let rawValue: UInt8
    /// A set of these bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// Heavy letters.
    public static let bold = Emphasis(rawValue: 1)
    /// Slanted letters.
    public static let italic = Emphasis(rawValue: 2)
    /// A line below.
    public static let underline = Emphasis(rawValue: 4)
    /// Foreground and background exchanged.
    public static let reverse = Emphasis(rawValue: 8)
    /// A line through.
    public static let strikethrough = Emphasis(rawValue: 16)
    /// Less light.
    public static let dim = Emphasis(rawValue: 32)
  }

  /// What the cell is.
  public var role: Role
  /// Emphasis.
  public var emphasis: Emphasis
  /// The picture's own colours; nil everywhere else.
  public var foreground: Color?, background: Color?

  /// A style by role.
  public init(_ role: Role, _ emphasis: Emphasis = [], foreground: Color? = nil, background: Color? = nil) {
    (self.role, self.emphasis, self.foreground, self.background) = (role, emphasis, foreground, background)
  }
}
