import Foundation

/// Files that only the user can read.
enum PrivateFile {
  /// Writes a file under another name and gives it its own when it is complete and, if it is to last, on the disk.
  static func write(_ bytes: [UInt8], to path: String, isDurable: Bool = true) throws(MediaError) {
    let folder = (path as NSString).deletingLastPathComponent
    let unfinished = (folder.isEmpty ? "." : folder) + "/.unfinished-" + UUID().uuidString
    let descriptor = open(unfinished, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw .notWritten(path, errorNumber: errno) }
    var errorNumber: Int32 = 0
    bytes.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count, errorNumber == 0 {
        let step = Glibc.write(descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done)
        if step > 0 { done += step } else if errno != EINTR { errorNumber = errno }
      }
    }
    if isDurable, errorNumber == 0, fsync(descriptor) != 0 { errorNumber = errno }
    close(descriptor)
    if errorNumber == 0, rename(unfinished, path) != 0 { errorNumber = errno }
    guard errorNumber == 0 else {
      unlink(unfinished)
      throw .notWritten(path, errorNumber: errorNumber)
    }
  }
}
