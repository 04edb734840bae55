import Foundation

/// The file of one conversation, opened for appending and locked against other instances.
///
/// A line counts as saved when `append` returns: it is then whole in the file and on the disk (`fdatasync`). When that fails, the file is
/// cut back to its last whole line, and the line is kept and written before the next one.
final class ConversationFile {
  /// The longest file that is read.
  static let limit = 512 << 20

  let path: String
  private var descriptor: Int32
  /// The length of the file as far as it is good.
  private var length: Int
  private var unsaved: [UInt8] = []
  private let write: Writer

  /// Writes all bytes to a descriptor of the file at the path, or throws.
  typealias Writer = @Sendable (_ bytes: [UInt8], _ descriptor: Int32, _ path: String) throws(StoreError) -> Void

  /// Whether nothing has been appended yet.
  var isNew: Bool { descriptor < 0 && unsaved.isEmpty }
  /// Whether something has not been written yet.
  var isBehind: Bool { !unsaved.isEmpty }

  /// A file that comes into being with its first line.
  init(newAt path: String, write: @escaping Writer) {
    (self.path, descriptor, length, self.write) = (path, -1, 0, write)
  }

  /// Opens a file, locks it, and repairs its end.
  ///
  /// - Returns: the file, nil when another instance holds it, and what it says.
  static func open(
    _ path: String, id: String, resolve: AttachmentResolver, write: @escaping Writer
  ) throws(StoreError) -> (file: ConversationFile?, reader: ConversationReader, reason: StoreError?) {
    let descriptor = Glibc.open(path, O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else {
      switch errno {
      case ENOENT: throw .missing(id: id)
      case EACCES, EROFS, EPERM:
        let reason = StoreError.notWritten(path: path, errorNumber: errno)
        let bytes = try PrivateFiles.read(path, limit: limit)
        return (nil, ConversationReader(bytes, id: id, resolve: resolve), reason)
      default: throw .notRead(path: path, errorNumber: errno)
      }
    }
    let file = ConversationFile(path: path, descriptor: descriptor, write: write)
    let isTaken = !file.lock()
    let bytes = try file.content()
    let reader = ConversationReader(bytes, id: id, resolve: resolve)
    if isTaken { return (nil, reader, .inUse(title: reader.record.title)) }
    let format = reader.record.header.format
    if format > ConversationHeader.currentFormat { return (nil, reader, .newerFormat(path: path, found: format)) }
    file.length = bytes.count
    do {
      try file.repair(reader)
    } catch {
      return (nil, reader, error)
    }
    return (file, reader, nil)
  }

  private init(path: String, descriptor: Int32, write: @escaping Writer) {
    (self.path, self.descriptor, length, self.write) = (path, descriptor, 0, write)
  }

  deinit {
    guard descriptor >= 0 else { return }
    // A program that is just being started has a copy of the descriptor for a moment, and with it the lock.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  /// Whether no other instance holds the file; where the file system knows no locks, none does.
  private func lock() -> Bool {
    flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK
  }

  private func content() throws(StoreError) -> [UInt8] {
    try PrivateFiles.read(descriptor, path: path, limit: Self.limit)
  }

  /// Takes away a line that was never finished, or ends one that only lacks its end.
  private func repair(_ reader: ConversationReader) throws(StoreError) {
    if reader.wholeLength < length {
      guard ftruncate(descriptor, reader.wholeLength) == 0 else {
        throw .notWritten(path: path, errorNumber: errno)
      }
      length = reader.wholeLength
    }
    // Not written at once: a full disk does not keep anybody from reading.
    if reader.lacksEnd { unsaved = [0x0A] }
  }

  /// Appends whole lines and waits until they are on the disk.
  func append(_ bytes: [UInt8]) throws(StoreError) {
    unsaved += bytes
    try save()
  }

  /// Writes what could not be written before.
  func save() throws(StoreError) {
    guard !unsaved.isEmpty else { return }
    let isNew = descriptor < 0
    if isNew { try create() }
    try checkPlace()
    do throws(StoreError) {
      try write(unsaved, descriptor, path)
      guard fdatasync(descriptor) == 0 else { throw .notWritten(path: path, errorNumber: errno) }
    } catch {
      ftruncate(descriptor, length)
      throw error
    }
    length += unsaved.count
    unsaved = []
    if isNew { PrivateFiles.sync(folder: (path as NSString).deletingLastPathComponent) }
  }

  private func create() throws(StoreError) {
    try PrivateFiles.makeFolder((path as NSString).deletingLastPathComponent)
    descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw .notWritten(path: path, errorNumber: errno) }
    _ = lock()
  }

  /// Makes sure that the file has a name and ends with its last good line.
  private func checkPlace() throws(StoreError) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .notWritten(path: path, errorNumber: errno) }
    guard status.st_nlink > 0 else { throw .vanished(path: path) }
    // After a failed write that could not be cut off either.
    if status.st_size > length, ftruncate(descriptor, length) != 0 {
      throw .notWritten(path: path, errorNumber: errno)
    }
    // Somebody has shortened the file: what is missing cannot be brought back, but no hole is left.
    if status.st_size < length { length = Int(status.st_size) }
  }
}
