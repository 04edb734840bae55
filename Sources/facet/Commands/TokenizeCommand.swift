import Chat
import Engine
import Foundation
import Tokenizer

/// `facet tokenize`: the tokens of a text.
enum TokenizeCommand {
  static func run(_ arguments: ParsedArguments, _ surroundings: Surroundings) throws {
    let tokenizer = try Tokenizer(ModelPaths.model(arguments, surroundings).open())
    guard let text = try TextInput.text(operands: arguments.operands, surroundings, warn: surroundings.note) else {
      throw ArgumentError.noText
    }
    let tokens = tokenizer.encode(text, markers: arguments.has(.markers))
    if arguments.has(.json) {
      try surroundings.print(JSONValue.array(tokens.map { .integer($0) }).text + "\n")
      return
    }
    let lines = tokens.map { "\($0)\t\(visible(tokenizer.bytes(of: $0)))\n" }
    try surroundings.print(lines.joined())
  }

  /// A token's bytes on one line: `\n`, `\t`, `\\`, and `\xE2` for a byte that is no character by itself.
  static func visible(_ bytes: [UInt8]) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      return bytes.map { byte in "\\x" + hexadecimal(UInt32(byte), digits: 2) }.joined()
    }
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\0"..."\u{1F}", "\u{7F}"..."\u{9F}": result += "\\u" + hexadecimal(scalar.value, digits: 4)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func hexadecimal(_ value: UInt32, digits: Int) -> String {
    let text = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
