/// Finds the first place at which text stops being JSON5.
struct JSON5Syntax {
  /// What is wrong, and on which line, counted from 1.
  struct Fault: Error, Equatable {
    var line: Int
    var reason: String
  }

  private let scalars: [Unicode.Scalar]
  private var at = 0
  private var line = 1
  private static let deepest = 200

  /// The first fault, or nil in a well-formed text.
  static func firstFault(in text: String) -> Fault? {
    var syntax = JSON5Syntax(text)
    do throws(Fault) {
      try syntax.value(depth: 0)
      try syntax.skipSpace()
      if let next = syntax.next { throw syntax.fault("there is \(JSON5Syntax.quoted(next)) after the end") }
      return nil
    } catch {
      return error
    }
  }

  private init(_ text: String) { scalars = Array(text.unicodeScalars) }

  private var next: Unicode.Scalar? { at < scalars.count ? scalars[at] : nil }

  private func fault(_ reason: String) -> Fault { Fault(line: line, reason: reason) }

  private static func quoted(_ scalar: Unicode.Scalar) -> String { "\"\(SafeText(String(scalar)))\"" }

  private func unexpected(_ wanted: String) -> Fault {
    fault(
      next.map { "\(wanted) is missing before \(JSON5Syntax.quoted($0))" } ?? "the text ends where \(wanted) is missing"
    )
  }

  private mutating func advance() {
    if next == "\n" { line += 1 }
    at += 1
  }

  private mutating func skipSpace() throws(Fault) {
    while let scalar = next {
      if scalar.properties.isWhitespace || scalar == "\u{FEFF}" {
        advance()
      } else if scalar == "/", at + 1 < scalars.count, scalars[at + 1] == "/" {
        while let inner = next, inner != "\n" { _ = inner; advance() }
      } else if scalar == "/", at + 1 < scalars.count, scalars[at + 1] == "*" {
        let start = line
        at += 2
        while at + 1 < scalars.count, scalars[at] != "*" || scalars[at + 1] != "/" { advance() }
        guard at + 1 < scalars.count else {
          throw Fault(line: start, reason: "the comment that begins here has no end")
        }
        at += 2
      } else {
        return
      }
    }
  }

  private mutating func value(depth: Int) throws(Fault) {
    guard depth < JSON5Syntax.deepest else { throw fault("it is nested too deeply") }
    try skipSpace()
    switch next {
    case "{": try members(depth: depth)
    case "[": try items(depth: depth)
    case "\"", "'": try string()
    default:
      guard JSON5Syntax.isLiteral(word()) else { throw unexpected("a value") }
      skipWord()
    }
  }

  private mutating func members(depth: Int) throws(Fault) {
    advance()
    while true {
      try skipSpace()
      if next == "}" { break }
      if next == "\"" || next == "'" {
        try string()
      } else {
        guard let first = word().unicodeScalars.first, first.properties.isAlphabetic || first == "_" || first == "$"
        else {
          throw unexpected("a key or \"}\"")
        }
        skipWord()
      }
      try skipSpace()
      guard next == ":" else { throw unexpected("\":\"") }
      advance()
      try value(depth: depth + 1)
      try skipSpace()
      if next == "," { advance() } else if next != "}" { throw unexpected("\",\" or \"}\"") }
    }
    advance()
  }

  private mutating func items(depth: Int) throws(Fault) {
    advance()
    while true {
      try skipSpace()
      if next == "]" { break }
      try value(depth: depth + 1)
      try skipSpace()
      if next == "," { advance() } else if next != "]" { throw unexpected("\",\" or \"]\"") }
    }
    advance()
  }

  private mutating func string() throws(Fault) {
    let quote = next
    let start = line
    advance()
    while let scalar = next, scalar != quote {
      if scalar == "\n" { throw Fault(line: start, reason: "the text in quotes has no end") }
      advance()
      if scalar == "\\", next != nil { advance() }
    }
    guard next != nil else { throw Fault(line: start, reason: "the text in quotes has no end") }
    advance()
  }

  private func word() -> String {
    String(
      String.UnicodeScalarView(
        scalars[at...].prefix { !$0.properties.isWhitespace && !"{}[]:,\"'/".unicodeScalars.contains($0) }))
  }

  private mutating func skipWord() { at += word().unicodeScalars.count }

  private static func isLiteral(_ word: String) -> Bool {
    if ["true", "false", "null"].contains(word) { return true }
    let digits = word.first == "-" || word.first == "+" ? String(word.dropFirst()) : word
    if ["Infinity", "NaN"].contains(digits) { return true }
    if digits.lowercased().hasPrefix("0x") {
      return (1...12).contains(digits.dropFirst(2).count) && digits.dropFirst(2).allSatisfy(\.isHexDigit)
    }
    // Foundation ends the program at some numbers of unusual size; a theme needs none.
    guard digits.contains(where: \.isNumber), digits.count <= 24 else { return false }
    return digits.allSatisfy { "0123456789.".contains($0) }
  }
}
