/// The name of one part of a split model: `stem-00001-of-00003.gguf`.
package struct SplitName: Equatable {
  /// What stands before the number of the part.
  package let stem: String
  /// Counted from 1, as in the name.
  package let part: Int
  /// Of how many parts.
  package let count: Int

  /// Nil for a path that names no part.
  package init?(path: String) {
    let suffix = ".gguf"
    guard path.hasSuffix(suffix) else { return nil }
    let name = path.dropLast(suffix.count)
    guard let countDash = name.lastIndex(of: "-") else { return nil }
    let count = name[name.index(after: countDash)...]
    let head = name[..<countDash]
    guard head.hasSuffix("-of") else { return nil }
    let withPart = head.dropLast("-of".count)
    guard let partDash = withPart.lastIndex(of: "-") else { return nil }
    guard let part = Self.number(withPart[withPart.index(after: partDash)...]), let count = Self.number(count),
      part >= 1, part <= count
    else { return nil }
    self.stem = String(withPart[..<partDash])
    self.part = part
    self.count = count
  }

  /// The path of a part, counted from 1.
  package func path(part: Int) -> String {
    "\(stem)-\(Self.digits(part))-of-\(Self.digits(count)).gguf"
  }

  /// A number as such names have it, with five digits.
  static func digits(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
  }

  private static func number(_ text: Substring) -> Int? {
    guard text.utf8.count == 5, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int(text)
  }
}
