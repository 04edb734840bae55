import Foundation

/// The key that a server asks for; it is shown nowhere.
public struct APIKey: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
  /// The longest file that is read, in bytes.
  static let fileLimit = 16_384

  /// The key itself, for the header of a request and for nothing else.
  let secret: String

  /// Takes a key without the white space around it; nil for an empty one, and for what cannot stand in a header.
  public init?(_ text: String) {
    let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard !text.isEmpty, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
    secret = text
  }

  /// Reads the file that holds nothing but the key, or the pipe, to its end.
  ///
  /// - Throws: ``APIKeyError``.
  public init(path: String) throws(APIKeyError) {
    // Without O_NONBLOCK, opening a pipe that has a name waits for its writer.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .unreadable(path: path, reason: String(cString: strerror(errno))) }
    defer { close(descriptor) }
    // With it, reading would not wait for a writer that is still at work.
    _ = fcntl(descriptor, F_SETFL, 0)
    var bytes = [UInt8](repeating: 0, count: Self.fileLimit + 1)
    var count = 0
    while count < bytes.count {
      let more = bytes[count...].withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if more < 0, errno == EINTR { continue }
      guard more >= 0 else { throw .unreadable(path: path, reason: String(cString: strerror(errno))) }
      if more == 0 { break }
      count += more
    }
    guard count <= Self.fileLimit, let text = String(validating: bytes[..<count], as: UTF8.self) else {
      throw .notAKey(path: path)
    }
    guard !text.allSatisfy(\.isWhitespace) else { throw .empty(path: path) }
    guard let key = APIKey(text) else { throw .notAKey(path: path) }
    self = key
  }

  /// Not the key.
  public var description: String { "an API key" }

  /// Not the key either.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Why a file gives no key.
public enum APIKeyError: Error, Equatable, Sendable {
  case unreadable(path: String, reason: String)
  case empty(path: String)
  case notAKey(path: String)
}

extension APIKeyError: CustomStringConvertible {
  /// What is wrong with the file, and what to do; never what it holds.
  public var description: String {
    switch self {
    case .unreadable(let path, let reason):
      "the API key in \(path) cannot be read (\(reason)); check the path and its permissions"
    case .empty(let path):
      "\(path) holds no API key; write the key into it, on one line"
    case .notAKey(let path):
      "\(path) does not hold an API key; it must hold one line of letters, digits and signs"
    }
  }
}
