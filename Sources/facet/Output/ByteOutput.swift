import Foundation

/// Why something could not be written.
enum OutputError: Error, Equatable, Sendable {
  /// The reader has gone away, as `head` does when it has seen enough.
  case readerGone
  case failed(name: String, code: CInt)
}

extension OutputError: CustomStringConvertible {
  var description: String {
    switch self {
    case .readerGone: "nobody reads standard output any more, so the rest is not written; write to a file to keep all"
    case .failed(let name, let code): "cannot write to \(name): \(systemMessage(code))"
    }
  }
}

/// The system's own words for an error number, in lower case as they stand inside a sentence.
func systemMessage(_ code: CInt) -> String {
  let message = String(cString: strerror(code))
  return message.prefix(1).lowercased() + message.dropFirst()
}

/// Writes to a file descriptor with nothing held back, so that every token is seen at once and nothing is lost when the
/// process ends without ceremony.
struct ByteOutput: Sendable {
  let descriptor: CInt
  /// What errors call it.
  let name: String

  static let standard = ByteOutput(descriptor: STDOUT_FILENO, name: "standard output")
  static let errors = ByteOutput(descriptor: STDERR_FILENO, name: "standard error")

  func write(_ text: String) throws(OutputError) {
    try write(Array(text.utf8))
  }

  func write(_ bytes: [UInt8]) throws(OutputError) {
    // `withUnsafeBytes` does not carry typed errors.
    let failure: OutputError? = bytes.withUnsafeBytes { bytes in
      do throws(OutputError) {
        try write(bytes)
        return nil
      } catch {
        return error
      }
    }
    if let failure { throw failure }
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws(OutputError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if count >= 0 {
        rest = rest.dropFirst(count)
        continue
      }
      switch errno {
      case EINTR: continue
      case EAGAIN: waitUntilWritable()
      case EPIPE: throw .readerGone
      case let code: throw .failed(name: name, code: code)
      }
    }
  }

  /// Writes what may be lost, such as a progress bar or a last word before the end.
  func writeIfPossible(_ text: String) {
    try? write(text)
  }

  /// A descriptor shared with another program may have been made non-blocking by it.
  private func waitUntilWritable() {
    var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    _ = poll(&request, 1, -1)
  }
}
