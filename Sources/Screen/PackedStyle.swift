/// A style in eight bytes: role, emphasis and the picture's colours.
struct PackedStyle: Sendable, Hashable {
  private static let roles = Role.allCases
  private static let isSet: UInt64 = 1 << 24

  let bits: UInt64

  init(_ style: Style) {
    let role = UInt64(style.role.index)
    let emphasis = UInt64(style.emphasis.rawValue & 63)
    bits =
      role | emphasis << 6 | PackedStyle.pack(style.foreground) << 12 | PackedStyle.pack(style.background) << 37
  }

  var style: Style {
    Style(
      PackedStyle.roles[min(Int(bits & 63), PackedStyle.roles.count - 1)],
      Style.Emphasis(rawValue: UInt8(bits >> 6 & 63)), foreground: PackedStyle.color(bits >> 12),
      background: PackedStyle.color(bits >> 37))
  }

  private static func pack(_ color: Color?) -> UInt64 {
    guard let color else { return 0 }
    return isSet | UInt64(color.red) << 16 | UInt64(color.green) << 8 | UInt64(color.blue)
  }

  private static func color(_ bits: UInt64) -> Color? {
    guard bits & isSet != 0 else { return nil }
    return Color(UInt8(bits >> 16 & 255), UInt8(bits >> 8 & 255), UInt8(bits & 255))
  }
}

extension Role {
  /// The place in `allCases`.
  var index: Int {
    switch self {
    case .text: 0
    case .dim: 1
    case .accent: 2
    case .you: 3
    case .facet: 4
    case .thought: 5
    case .code: 6
    case .codeKeyword: 7
    case .codeString: 8
    case .codeNumber: 9
    case .codeComment: 10
    case .codeType: 11
    case .chip: 12
    case .rule: 13
    case .ok: 14
    case .warning: 15
    case .error: 16
    case .recording: 17
    case .selection: 18
    case .search: 19
    }
  }
}
