import Foundation

/// The person's own editor, for a message.
struct TextEditor {
  enum Problem: Error, Equatable {
    case notStarted(command: String)
    case failed(command: String, status: CInt)
    case unreadable(reason: String)
  }

  let environment: [String: String]

  /// `VISUAL`, otherwise `EDITOR`, otherwise what Debian calls the editor.
  var command: String {
    ["VISUAL", "EDITOR"].compactMap { environment[$0] }.first { !$0.allSatisfy(\.isWhitespace) } ?? "editor"
  }

  /// Lets a text be edited in a file that only this person can read; nil when it is the same afterwards.
  func edit(_ text: String) -> Result<String?, Problem> {
    let path = "\(NSTemporaryDirectory())/facet-\(UUID().uuidString).md"
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { return .failure(.unreadable(reason: systemMessage(errno))) }
    defer { unlink(path) }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    do {
      try handle.write(contentsOf: Data(text.utf8))
      try handle.close()
    } catch {
      return .failure(.unreadable(reason: error.localizedDescription))
    }
    // Through the shell, since the variable may hold options: "code --wait".
    let status = run(["/bin/sh", "-c", "\(command) \"$1\"", "sh", path])
    guard status != 127 else { return .failure(.notStarted(command: command)) }
    guard status == 0 else { return .failure(.failed(command: command, status: status)) }
    guard let edited = try? Data(contentsOf: URL(fileURLWithPath: path)) else {
      return .failure(.unreadable(reason: "the file is gone"))
    }
    let result = String(decoding: edited, as: UTF8.self)
    return .success(result == text || result == text + "\n" ? nil : result)
  }

  /// Runs a program on this terminal and gives its status.
  ///
  /// In the same process group and with the signals as a shell has them: so Ctrl-C and Ctrl-Z in the editor are the editor's.
  private func run(_ arguments: [String]) -> CInt {
    var pid = pid_t()
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var defaults = sigset_t()
    sigemptyset(&defaults)
    for signal in [SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGTSTP, SIGWINCH] { sigaddset(&defaults, signal) }
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    // The thread that this runs on may be one of a pool, which have most signals blocked.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    var words = arguments.map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    guard posix_spawn(&pid, arguments[0], nil, &attributes, &words, environ) == 0 else { return 127 }
    var status: CInt = 0
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
  }
}

extension TextEditor.Problem: CustomStringConvertible {
  var description: String {
    switch self {
    case .notStarted(let command): "the editor \(command) cannot be started; set EDITOR to one that is installed"
    case .failed(let command, let status): "\(command) ended with status \(status); the message is as it was"
    case .unreadable(let reason):
      "the message cannot be handed to the editor: \(reason); free some space in the temporary folder"
    }
  }
}
