import Foundation

/// A file that appears under its name only when it is complete.
struct WholeFile: Sendable {
  /// Where to write.
  let output: ByteOutput
  private let path: String
  /// The file that is written meanwhile; nil where the path is a device or a pipe, which is written to directly.
  private let unfinished: String?
  private let cleanup: Int?

  /// Opens a place to write; "-" is standard output.
  init(path: String) throws(OutputError) {
    guard path != "-" else {
      (output, self.path, unfinished, cleanup) = (.standard, path, nil, nil)
      return
    }
    // A link stays a link, and what it points to is replaced.
    let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    self.path = target
    var status = stat()
    let exists = stat(target, &status) == 0
    if exists, status.st_mode & S_IFMT == S_IFDIR { throw .failed(name: path, code: EISDIR) }
    let isSpecial = exists && status.st_mode & S_IFMT != S_IFREG
    let written = isSpecial ? target : "\(target).unfinished-\(getpid())"
    let descriptor = open(written, isSpecial ? O_WRONLY | O_CLOEXEC : O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .failed(name: path, code: errno) }
    output = ByteOutput(descriptor: descriptor, name: path)
    unfinished = isSpecial ? nil : written
    cleanup = isSpecial ? nil : Interruption.shared.whenEnding { unlink(written) }
  }

  /// Gives the file its name.
  func commit() throws(OutputError) {
    let isClosed = close(output.descriptor) == 0
    let code = errno
    guard isClosed, unfinished.map({ rename($0, path) == 0 }) ?? true else {
      let code = isClosed ? errno : code
      remove()
      throw .failed(name: output.name, code: code)
    }
    if let cleanup { Interruption.shared.forget(cleanup) }
  }

  /// Takes away what was written.
  func discard() {
    close(output.descriptor)
    remove()
  }

  private func remove() {
    if let unfinished { unlink(unfinished) }
    if let cleanup { Interruption.shared.forget(cleanup) }
  }
}
