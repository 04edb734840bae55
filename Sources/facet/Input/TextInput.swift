import Foundation
import Models
import Remote

/// Why text or bytes from outside cannot be used.
enum InputError: Error, Equatable, Sendable {
  case unreadable(name: String, code: CInt)
  case tooLong(name: String, limit: Int)
  case notJSON(name: String, reason: String)
  case notTokens(name: String, position: Int?)
  case noTokens(name: String)
  case noConversations(name: String)
  case badConversation(name: String, reason: String)
  case indexNeeded(name: String, count: Int)
  case indexOutOfRange(name: String, index: Int, count: Int)
  case indexWithoutArray(name: String)
  case pictureAsText(path: String)
  case recordingAsText(path: String)
  case modelNotKnown(reason: String)
  case unknownModel(UnknownModel)
  case noKey(APIKeyError)
}

extension InputError {
  /// Whether it is the arguments that are wrong.
  var isArgument: Bool { if case .unknownModel = self { true } else { false } }
}

extension InputError: CustomStringConvertible {
  var description: String {
    switch self {
    case .unreadable(let name, let code): "cannot read \(name): \(systemMessage(code))"
    case .tooLong(let name, let limit): "\(name) holds more than \(Figures.bytes(limit)); give a part of it"
    case .notJSON(let name, let reason): "\(name) is not valid JSON: \(reason)"
    case .notTokens(let name, let position?):
      "\(name) must hold an array of token ids; element \(position) is none"
    case .notTokens(let name, nil): "\(name) must hold an array of token ids, such as [2, 105, 2364]"
    case .noTokens(let name): "\(name) holds no token; there is nothing to evaluate"
    case .noConversations(let name): "\(name) holds an empty array; there is no conversation"
    case .badConversation(let name, let reason): "\(name) holds no conversation that can be rendered: \(reason)"
    case .indexNeeded(let name, let count):
      "\(name) holds \(count) conversations; choose one with --index 0 to --index \(count - 1)"
    case .indexOutOfRange(let name, let index, let count):
      "\(name) holds \(count) conversations, so --index \(index) is past the last, \(count - 1)"
    case .indexWithoutArray(let name): "\(name) holds a single conversation; leave --index out"
    case .pictureAsText(let path): "\(path) is a picture; give it with --image instead of --file"
    case .recordingAsText(let path): "\(path) is a recording; give it with --audio instead of --file"
    case .modelNotKnown(let reason): "it is not known which model is meant, --model FILE says it: \(reason)"
    case .unknownModel(let problem): problem.description
    case .noKey(let error): error.description
    }
  }
}

/// Reads text and bytes from files and from standard input, up to a limit.
enum TextInput {
  /// More than any context holds.
  static let limit = 16 << 20

  /// What errors call standard input.
  static let standardInput = "standard input"

  /// The operands as one text, or standard input where they are "-" or missing; nil where neither gives anything.
  ///
  /// Bytes that are no UTF-8 become U+FFFD, and `warn` is told so: one bad byte in a log is no reason to refuse it.
  static func text(
    operands: [String], _ surroundings: Surroundings, warn: (String) -> Void
  ) throws -> String? {
    if operands.isEmpty, surroundings.isInputTerminal { return nil }
    if !operands.isEmpty, operands != ["-"] { return operands.joined(separator: " ") }
    if surroundings.isInputTerminal, surroundings.errors.isTerminal {
      warn("reading standard input; end it with Ctrl-D on a line of its own")
    }
    return decode(try read(STDIN_FILENO, name: standardInput), name: standardInput, warn: warn)
  }

  /// The bytes of a file, or of standard input for "-".
  static func bytes(path: String) throws(InputError) -> [UInt8] {
    if path == "-" { return try read(STDIN_FILENO, name: standardInput) }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(name: path, code: errno) }
    defer { close(descriptor) }
    return try read(descriptor, name: path)
  }

  /// What messages call a path.
  static func name(of path: String) -> String { path == "-" ? standardInput : path }

  static func decode(_ bytes: [UInt8], name: String, warn: (String) -> Void) -> String {
    let bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    warn("\(name) is not valid UTF-8; what cannot be read stands as “\u{FFFD}”")
    return String(decoding: bytes, as: UTF8.self)
  }

  static func read(_ descriptor: CInt, name: String, limit: Int = limit) throws(InputError) -> [UInt8] {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &piece, piece.count)
      if count == 0 { return bytes }
      if count < 0 {
        switch errno {
        case EINTR: continue
        case EAGAIN:
          var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
          _ = poll(&request, 1, -1)
          continue
        case let code: throw .unreadable(name: name, code: code)
        }
      }
      bytes += piece.prefix(count)
      if bytes.count > limit { throw .tooLong(name: name, limit: limit) }
    }
  }
}
