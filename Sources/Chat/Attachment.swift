import Foundation

/// A picture, a recording or a document that belongs to a message, known by what it contains.
///
/// Two attachments with the same `id` hold the same bytes, whatever their names.
public struct Attachment: Sendable, Codable, Equatable {
  /// What an attachment is.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    case picture, recording, document
  }

  /// The most bytes a document may have.
  public static let documentLimit = 16 << 20

  /// What it is.
  public let kind: Kind
  /// The content address: the SHA-256 of the bytes in lowercase hexadecimal digits.
  public let id: String
  /// Where the bytes are; empty when they came from no file.
  public let path: String
  /// What people call it, usually the file's name.
  public var name: String
  /// How many soft tokens a picture may take; nil leaves it to the engine.
  public var budget: Int?
  /// The text of a document, nil for the other kinds.
  public let text: String?

  /// Reads a file once for its content address, and a document for its text as well.
  ///
  /// - Throws: `AttachmentError` when the file is missing, unreadable, empty or no regular file, and for a document that is too long or no
  ///   UTF-8 text. Whether a picture or a recording can be decoded shows later.
  public init(_ kind: Kind, path: String, name: String? = nil, budget: Int? = nil) throws(AttachmentError) {
    let content = try FileContent(path: path, keepsBytes: kind == .document)
    self.kind = kind
    self.id = content.digest
    self.path = path
    self.name = name ?? (path as NSString).lastPathComponent
    self.budget = budget
    self.text = kind == .document ? try Attachment.text(of: content.bytes, path: path) : nil
  }

  /// A document from text that is in no file.
  public init(document text: String, name: String) {
    self.kind = .document
    self.id = SHA256.hex(of: Array(text.utf8))
    self.path = ""
    self.name = name
    self.budget = nil
    self.text = text
  }

  /// A picture or recording of which only the place in the conversation is known; `number` tells one from another.
  public static func placeholder(_ kind: Kind, number: Int) -> Attachment {
    Attachment(kind: kind, id: "placeholder-\(number)", path: "", name: "\(kind.rawValue) \(number)")
  }

  /// An attachment whose content address is known already.
  public init(kind: Kind, id: String, path: String, name: String, budget: Int? = nil, text: String? = nil) {
    self.kind = kind
    self.id = id
    self.path = path
    self.name = name
    self.budget = budget
    self.text = text
  }

  private static func text(of bytes: [UInt8], path: String) throws(AttachmentError) -> String {
    let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    guard !bytes.contains(0), let text = String(validating: bytes.dropFirst(hasMark ? 3 : 0), as: UTF8.self) else {
      throw .notText(path: path)
    }
    return text
  }
}

/// Why a file cannot be attached.
public enum AttachmentError: Error, Equatable, Sendable {
  case unreadable(path: String, reason: String)
  case notAFile(path: String)
  case empty(path: String)
  case notText(path: String)
  case tooLong(path: String, bytes: Int, limit: Int)
}

/// A file read through once: its digest, and its bytes when they are kept.
private struct FileContent {
  let digest: String
  private(set) var bytes: [UInt8] = []

  init(path: String, keepsBytes: Bool) throws(AttachmentError) {
    // Without O_NONBLOCK, opening a named pipe waits for its writer.
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(path: path, reason: String(cString: strerror(errno))) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path: path) }
    if keepsBytes, status.st_size > Attachment.documentLimit {
      throw .tooLong(path: path, bytes: Int(status.st_size), limit: Attachment.documentLimit)
    }

    var hash = SHA256()
    var total = 0
    var chunk = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .unreadable(path: path, reason: String(cString: strerror(errno))) }
      guard count > 0 else { break }
      total += count
      chunk.withUnsafeBytes { hash.update(UnsafeRawBufferPointer(rebasing: $0.prefix(count))) }
      guard keepsBytes else { continue }
      guard total <= Attachment.documentLimit else {
        throw .tooLong(path: path, bytes: total, limit: Attachment.documentLimit)
      }
      bytes += chunk.prefix(count)
    }
    guard total > 0 else { throw .empty(path: path) }
    digest = SHA256.hex(hash.finish())
  }
}
