import Foundation

/// Keeps other runs of the program from writing into the same folder; it goes with the process, however that ends.
final class FolderLock: Sendable {
  private let descriptor: Int32

  /// Locks a folder, and makes it with those above it where it is not there.
  ///
  /// - Throws: `PullError.beingPulled`, `.notWritten`.
  init(_ folder: String) throws(PullError) {
    try Self.make(folder)
    descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .notWritten(path: folder, code: errno) }
    // Some networks' file systems know no locks: there two runs are the person's own care.
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else {
      close(descriptor)
      throw .beingPulled(folder: folder)
    }
  }

  deinit { close(descriptor) }

  private static func make(_ folder: String) throws(PullError) {
    var path = ""
    for part in folder.split(separator: "/") {
      path += (path.isEmpty && !folder.hasPrefix("/") ? "" : "/") + part
      // Others may read along, unless the person's mask says no.
      guard mkdir(path, 0o777) == 0 || errno == EEXIST || isFolder(path) else {
        throw .notWritten(path: path, code: errno)
      }
    }
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
