import Foundation

/// Files and folders that only the user can read, and that are there whole or not at all.
enum PrivateFiles {
  /// Makes a folder and those above it; the new ones are for the user alone.
  static func makeFolder(_ path: String) throws(StoreError) {
    if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
    let errorNumber = errno
    let parent = (path as NSString).deletingLastPathComponent
    guard errorNumber == ENOENT, !parent.isEmpty, parent != path else {
      throw .notWritten(path: path, errorNumber: errorNumber)
    }
    try makeFolder(parent)
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw .notWritten(path: path, errorNumber: errno) }
  }

  /// Waits until the names in a folder are on the disk; a file system that cannot is left alone.
  static func sync(folder path: String) {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  /// The content of a regular file.
  static func read(_ path: String, limit: Int) throws(StoreError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else { throw .notRead(path: path, errorNumber: errno) }
    defer { close(descriptor) }
    return try read(descriptor, path: path, limit: limit)
  }

  /// The content of an open regular file, from its start on.
  static func read(_ descriptor: Int32, path: String, limit: Int) throws(StoreError) -> [UInt8] {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .notRead(path: path, errorNumber: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notRead(path: path, errorNumber: EISDIR) }
    let count = Int(status.st_size)
    guard count <= limit else { throw .tooLong(path: path, bytes: count, limit: limit) }
    var errorNumber: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      while initialized < count {
        let step = pread(descriptor, buffer.baseAddress?.advanced(by: initialized), count - initialized, initialized)
        if step < 0, errno == EINTR { continue }
        if step < 0 { errorNumber = errno }
        if step <= 0 { break }
        initialized += step
      }
    }
    guard errorNumber == 0 else { throw .notRead(path: path, errorNumber: errorNumber) }
    return bytes
  }

  /// Writes all bytes to a descriptor; on an error some of them may have been written.
  static func write(_ bytes: [UInt8], to descriptor: Int32, path: String) throws(StoreError) {
    var errorNumber: Int32 = 0
    bytes.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count {
        let step = Glibc.write(descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done)
        if step < 0, errno == EINTR { continue }
        guard step > 0 else {
          errorNumber = step == 0 ? EIO : errno
          return
        }
        done += step
      }
    }
    guard errorNumber == 0 else { throw .notWritten(path: path, errorNumber: errorNumber) }
  }

  /// Writes a file that takes its place only when it is complete and on the disk.
  static func replace(_ path: String, with bytes: [UInt8], isDurable: Bool = true) throws(StoreError) {
    let folder = Self.folder(of: path)
    try makeFolder(folder)
    let unfinished = temporaryPath(beside: path)
    let descriptor = open(unfinished, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw .notWritten(path: path, errorNumber: errno) }
    do throws(StoreError) {
      defer { close(descriptor) }
      try write(bytes, to: descriptor, path: path)
      if isDurable, fsync(descriptor) != 0 { throw .notWritten(path: path, errorNumber: errno) }
    } catch {
      unlink(unfinished)
      throw error
    }
    guard rename(unfinished, path) == 0 else {
      let errorNumber = errno
      unlink(unfinished)
      throw .notWritten(path: path, errorNumber: errorNumber)
    }
    if isDurable { sync(folder: folder) }
  }

  /// The folder that a file lies in: the present one for a name without any.
  static func folder(of path: String) -> String {
    let folder = (path as NSString).deletingLastPathComponent
    return folder.isEmpty ? "." : folder
  }

  /// A name that nothing else uses, in the same folder and so on the same disk.
  static func temporaryPath(beside path: String) -> String {
    let folder = Self.folder(of: path)
    return folder + "/.unfinished-\(getpid())-" + String(UInt64.random(in: .min ... .max), radix: 36)
  }
}
