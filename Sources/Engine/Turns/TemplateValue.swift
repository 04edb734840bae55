import Chat

// The chat template is Jinja: what it prints and compares follows Python's rules, which are these.

extension JSONValue {
  /// Python's truth value: false are `null`, zero, and what is empty.
  var isTruthy: Bool {
    switch self {
    case .null: false
    case .bool(let value): value
    case .integer(let value): value != 0
    case .hugeInteger: true
    case .number(let value): value != 0
    case .string(let value): !value.isEmpty
    case .array(let value): !value.isEmpty
    case .object(let value): !value.isEmpty
    }
  }

  /// Python's `str()`: what `{{ value }}` prints.
  var templateText: String {
    if case .string(let value) = self { value } else { pythonLiteral }
  }

  /// What a `for` goes over: elements, keys, or the characters of a string.
  var templateItems: [JSONValue] {
    switch self {
    case .array(let elements): elements
    case .object(let object): object.entries.map { .string($0.key) }
    case .string(let string): string.unicodeScalars.map { .string(String(Character($0))) }
    default: []
    }
  }

  /// Python's `repr()`.
  private var pythonLiteral: String {
    switch self {
    case .null: "None"
    case .bool(let value): value ? "True" : "False"
    case .integer(let value): String(value)
    case .hugeInteger(let digits): digits
    case .number(let value): value.pythonText
    case .string(let value): value.pythonLiteral
    case .array(let elements): "[" + elements.map(\.pythonLiteral).joined(separator: ", ") + "]"
    case .object(let object):
      "{" + object.entries.map { "\($0.key.pythonLiteral): \($0.value.pythonLiteral)" }.joined(separator: ", ") + "}"
    }
  }
}

extension JSONValue? {
  /// As `templateText`; a missing value prints nothing.
  var templateText: String { self?.templateText ?? "" }

  /// As `isTruthy`; a missing value is false.
  var isTruthy: Bool { self?.isTruthy ?? false }
}

extension JSONObject {
  /// Jinja's `dictsort`: by key without regard to case, equal ones in their order.
  var sortedForTemplate: [Entry] {
    let keyed = entries.enumerated().map { (key: Array($1.key.lowercased().utf8), index: $0, entry: $1) }
    // The order of UTF-8 is the order of code points, which is Python's.
    let sorted = keyed.sorted { left, right in
      if left.key.lexicographicallyPrecedes(right.key) { return true }
      return left.key == right.key && left.index < right.index
    }
    return sorted.map(\.entry)
  }
}

extension Double {
  /// Python's `repr()`: the shortest digits, with an exponent below 1e-4 and from 1e16 on.
  var pythonText: String {
    guard isFinite else { return isNaN ? "nan" : self < 0 ? "-inf" : "inf" }
    let parts = magnitude.description.split(separator: "e")
    let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    let fraction = mantissa.count > 1 ? mantissa[1] : ""
    var digits = String(mantissa[0] + fraction)
    // value = 0.DIGITS × 10^point
    var point = mantissa[0].count + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
    let zeros = digits.prefix { $0 == "0" }.count
    digits.removeFirst(zeros)
    point -= zeros
    while digits.last == "0" { digits.removeLast() }
    let sign = self.sign == .minus ? "-" : ""
    guard !digits.isEmpty else { return sign + "0.0" }

    let exponent = point - 1
    guard exponent >= -4, exponent < 16 else {
      let rest = digits.dropFirst()
      let exponentDigits = String(exponent.magnitude)
      return sign + digits.prefix(1) + (rest.isEmpty ? "" : "." + rest) + (exponent < 0 ? "e-" : "e+")
        + (exponentDigits.count < 2 ? "0" : "") + exponentDigits
    }
    if point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + digits }
    if point >= digits.count { return sign + digits + String(repeating: "0", count: point - digits.count) + ".0" }
    return sign + digits.prefix(point) + "." + digits.dropFirst(point)
  }
}

extension String {
  /// Python's `strip()`.
  var strippedForTemplate: String {
    let scalars = unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.isTemplateSpace }),
      let last = scalars.lastIndex(where: { !$0.isTemplateSpace })
    else { return "" }
    return String(scalars[first...last])
  }

  /// Python's `split(separator)`: at the bytes of the separator, where Swift would not split a grapheme.
  func splitForTemplate(by separator: String) -> [String] {
    let (bytes, pattern) = (Array(utf8), Array(separator.utf8))
    guard let head = pattern.first, bytes.count >= pattern.count else { return [self] }
    var parts: [String] = []
    var (start, place) = (0, 0)
    while place + pattern.count <= bytes.count {
      if bytes[place] == head, bytes[place..<place + pattern.count].elementsEqual(pattern) {
        parts.append(String(decoding: bytes[start..<place], as: UTF8.self))
        place += pattern.count
        start = place
      } else {
        place += 1
      }
    }
    return parts + [String(decoding: bytes[start...], as: UTF8.self)]
  }

  /// Python's `repr()`.
  fileprivate var pythonLiteral: String {
    let quote: Unicode.Scalar = utf8.contains(0x27) && !utf8.contains(0x22) ? "\"" : "'"
    var result = String(Character(quote))
    for scalar in unicodeScalars {
      switch scalar {
      case quote, "\\": result += "\\" + String(Character(scalar))
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default:
        if scalar.isPrintableInPython {
          result.unicodeScalars.append(scalar)
        } else {
          result += scalar.pythonEscape
        }
      }
    }
    return result + String(Character(quote))
  }
}

extension Unicode.Scalar {
  /// What Python's `strip()` takes off.
  var isTemplateSpace: Bool {
    switch value {
    case 0x09...0x0D, 0x1C...0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
    default: false
    }
  }

  fileprivate var isPrintableInPython: Bool {
    switch properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
    case .spaceSeparator: self == " "
    default: true
    }
  }

  fileprivate var pythonEscape: String {
    let (prefix, width) = value < 0x100 ? ("\\x", 2) : value < 0x10000 ? ("\\u", 4) : ("\\U", 8)
    let digits = String(value, radix: 16)
    return prefix + String(repeating: "0", count: width - digits.count) + digits
  }
}
