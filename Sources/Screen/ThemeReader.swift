import Foundation

extension Theme {
  /// Reads a theme from JSON5; `file` names it in errors.
  public init(json: Data, file: String) throws(ThemeError) {
    let reader = ThemeReader(data: json, file: file)
    self = try reader.theme()
  }
}

/// Reads one theme file.
private struct ThemeReader {
  let data: Data
  let file: String

  private static let keys = ["name", "description", "roles"]
  private static let colorKeys = ["foreground", "background", "foreground16", "background16"]
  private static let emphases: [(String, Style.Emphasis)] = [
    ("bold", .bold), ("italic", .italic), ("underline", .underline), ("reverse", .reverse),
    ("strikethrough", .strikethrough), ("dim", .dim),
  ]
  private static let names = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"]

  func theme() throws(ThemeError) -> Theme {
    let fields = try object(decoded(), key: "the file", path: [])
    try refuseUnknown(fields, known: ThemeReader.keys, path: [])
    let fallback = file.split(separator: "/").last.map { String($0.prefix { $0 != "." }) } ?? "theme"
    let name = try string(fields["name"], key: "name", path: ["name"]) ?? fallback
    let summary = try string(fields["description"], key: "description", path: ["description"]) ?? ""
    var looks: [Role: Theme.Look] = [:]
    for (key, value) in try object(fields["roles"] ?? .object([:]), key: "roles", path: ["roles"]).sorted(by: {
      $0.key < $1.key
    }) {
      guard let role = Role(rawValue: key) else {
        throw .unknownRole(file: file, line: line(of: ["roles", key]), role: SafeText(oneLine: key).string)
      }
      looks[role] = try look(value, role: role)
    }
    return Theme(name: SafeText(oneLine: name).string, summary: SafeText(oneLine: summary).string, looks: looks)
  }

  private func look(_ value: JSON5Value, role: Role) throws(ThemeError) -> Theme.Look {
    let path = ["roles", role.rawValue]
    let fields = try object(value, key: role.rawValue, path: path)
    try refuseUnknown(fields, known: ThemeReader.colorKeys + ThemeReader.emphases.map(\.0) + ["plain"], path: path)
    var look = Theme.Look(plainEmphasis: Theme.plainEmphasis(of: role))
    look.foreground = try color(fields, "foreground", path) ?? .standard
    look.background = try color(fields, "background", path) ?? .standard
    look.foreground16 = try color(fields, "foreground16", path)
    look.background16 = try color(fields, "background16", path)
    for (key, emphasis) in ThemeReader.emphases {
      switch fields[key] {
      case nil: break
      case .bool(let isOn): if isOn { look.emphasis.insert(emphasis) }
      default: throw .badValue(file: file, line: line(of: path + [key]), key: key, expected: "true or false")
      }
    }
    if let plain = fields["plain"] { look.plainEmphasis = try plainEmphasis(plain, path: path + ["plain"]) }
    return look
  }

  private func plainEmphasis(_ value: JSON5Value, path: [String]) throws(ThemeError) -> Style.Emphasis {
    let expected = "a list of " + ThemeReader.emphases.map { "\"\($0.0)\"" }.joined(separator: ", ")
    guard case .array(let items) = value else {
      throw .badValue(file: file, line: line(of: path), key: "plain", expected: expected)
    }
    var result: Style.Emphasis = []
    for item in items {
      guard case .string(let name) = item, let found = ThemeReader.emphases.first(where: { $0.0 == name }) else {
        throw .badValue(file: file, line: line(of: path), key: "plain", expected: expected)
      }
      result.insert(found.1)
    }
    return result
  }

  private func color(_ fields: [String: JSON5Value], _ key: String, _ path: [String]) throws(ThemeError)
    -> TerminalColor?
  {
    guard let text = try string(fields[key], key: key, path: path + [key]) else { return nil }
    if text == "default" { return .standard }
    let isBright = text.hasPrefix("bright-")
    if let index = ThemeReader.names.firstIndex(of: isBright ? String(text.dropFirst(7)) : text) {
      return .indexed(UInt8(index + (isBright ? 8 : 0)))
    }
    let digits = text.dropFirst().compactMap { $0.isASCII ? $0.hexDigitValue : nil }
    guard text.hasPrefix("#"), digits.count == text.count - 1, digits.count == 3 || digits.count == 6 else {
      throw .badColor(
        file: file, line: line(of: path + [key]), key: key, value: SafeText(oneLine: String(text.prefix(40))).string)
    }
    let pairs =
      digits.count == 3
      ? digits.map { $0 * 17 } : stride(from: 0, to: 6, by: 2).map { digits[$0] * 16 + digits[$0 + 1] }
    return .rgb(Color(UInt8(pairs[0]), UInt8(pairs[1]), UInt8(pairs[2])))
  }

  private func decoded() throws(ThemeError) -> JSON5Value {
    // The decoder says that something is wrong, but not where; and it must not meet every number there is.
    if let fault = JSON5Syntax.firstFault(in: String(decoding: data, as: UTF8.self)) {
      throw .malformed(file: file, line: fault.line, reason: fault.reason)
    }
    let decoder = JSONDecoder()
    decoder.allowsJSON5 = true
    do {
      // A number that ends the data is read past its end by Foundation; a byte more keeps it inside.
      return try decoder.decode(JSON5Value.self, from: data + [0x0A])
    } catch {
      throw .malformed(file: file, line: nil, reason: "the decoder refuses it")
    }
  }

  private func object(_ value: JSON5Value, key: String, path: [String]) throws(ThemeError) -> [String: JSON5Value] {
    guard case .object(let fields) = value else {
      throw .badValue(file: file, line: line(of: path), key: key, expected: "an object in braces")
    }
    return fields
  }

  private func string(_ value: JSON5Value?, key: String, path: [String]) throws(ThemeError) -> String? {
    guard let value else { return nil }
    guard case .string(let text) = value else {
      throw .badValue(file: file, line: line(of: path), key: key, expected: "a text in quotes")
    }
    return text
  }

  private func refuseUnknown(_ fields: [String: JSON5Value], known: [String], path: [String]) throws(ThemeError) {
    for key in fields.keys.sorted() where !known.contains(key) {
      throw .unknownKey(file: file, line: line(of: path + [key]), key: SafeText(oneLine: key).string, known: known)
    }
  }

  private func line(of path: [String]) -> Int? { JSON5Source.line(of: path, in: String(decoding: data, as: UTF8.self)) }
}
