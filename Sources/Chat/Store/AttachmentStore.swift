import Foundation

/// Keeps attachments by what they contain: `attachments/ba/ba7816bf…`.
///
/// A file is copied, never linked: a link would change with the original. Two messages with the same picture share one copy.
struct AttachmentStore: Sendable {
  let folder: String

  /// Where the bytes with this address lie; nil for what is no address.
  func path(of id: String) -> String? {
    guard id.utf8.count == 64, id.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
    else { return nil }
    return "\(folder)/\(id.prefix(2))/\(id)"
  }

  /// Copies an attachment's bytes into the store; the result names the copy.
  func keep(_ attachment: Attachment) throws(StoreError) -> Attachment {
    guard let target = path(of: attachment.id), attachment.path != target else { return attachment }
    var status = stat()
    if stat(target, &status) != 0 || status.st_mode & S_IFMT != S_IFREG || status.st_size == 0 {
      if attachment.path.isEmpty {
        guard let text = attachment.text else { return attachment }
        try PrivateFiles.replace(target, with: Array(text.utf8))
      } else {
        try copy(attachment, to: target)
      }
    }
    return Attachment(
      kind: attachment.kind, id: attachment.id, path: target, name: attachment.name, budget: attachment.budget,
      text: attachment.text)
  }

  /// A message whose attachments in the store are named by their address alone, as it is written.
  func unplaced(_ message: Message) -> Message {
    var message = message
    message.parts = message.parts.map { part in
      guard case .attachment(let attachment) = part, attachment.path == path(of: attachment.id) else { return part }
      return .attachment(
        Attachment(
          kind: attachment.kind, id: attachment.id, path: "", name: attachment.name, budget: attachment.budget,
          text: attachment.text))
    }
    return message
  }

  /// What a stored message's attachment stands for; a document brings its text along.
  func resolve(_ kind: Attachment.Kind, _ id: String, _ name: String, _ budget: Int?, _ path: String?) -> Attachment {
    let place = path ?? self.path(of: id) ?? ""
    var text: String?
    if kind == .document, let bytes = try? PrivateFiles.read(place, limit: Attachment.documentLimit) {
      let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
      text = String(decoding: bytes.dropFirst(hasMark ? 3 : 0), as: UTF8.self)
    }
    return Attachment(kind: kind, id: id, path: place, name: name, budget: budget, text: text)
  }

  private func copy(_ attachment: Attachment, to target: String) throws(StoreError) {
    let source = open(attachment.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard source >= 0 else { throw .notRead(path: attachment.path, errorNumber: errno) }
    defer { close(source) }
    var status = stat()
    guard fstat(source, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw .attachment(.notAFile(path: attachment.path))
    }
    let folder = (target as NSString).deletingLastPathComponent
    try PrivateFiles.makeFolder(folder)
    let unfinished = PrivateFiles.temporaryPath(beside: target)
    let descriptor = open(unfinished, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw .notWritten(path: target, errorNumber: errno) }
    defer {
      close(descriptor)
      unlink(unfinished)
    }
    var hash = SHA256()
    var chunk = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = chunk.withUnsafeMutableBytes { read(source, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .notRead(path: attachment.path, errorNumber: errno) }
      guard count > 0 else { break }
      chunk.withUnsafeBytes { hash.update(UnsafeRawBufferPointer(rebasing: $0.prefix(count))) }
      try PrivateFiles.write(Array(chunk.prefix(count)), to: descriptor, path: target)
    }
    guard SHA256.hex(hash.finish()) == attachment.id else { throw .changed(path: attachment.path) }
    guard fsync(descriptor) == 0, rename(unfinished, target) == 0 else {
      throw .notWritten(path: target, errorNumber: errno)
    }
    PrivateFiles.sync(folder: folder)
  }
}
