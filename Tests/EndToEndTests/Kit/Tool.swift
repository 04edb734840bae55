import Foundation

/// A program that the tests use where it is installed.
struct Tool: Sendable {
  static let tmux = Tool("tmux")
  static let speaker = Tool("espeak-ng")
  static let ffmpeg = Tool("ffmpeg")
  static let strace = Tool("strace")

  let name: String
  /// Where it lies; nil where it is not installed.
  let path: String?

  init(_ name: String) {
    self.name = name
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
    path = folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Whether it is there.
  var isThere: Bool { path != nil }

  /// Whether processes may be traced here: containers often forbid it.
  static let mayTrace = (try? strace.run(["-o", "/dev/null", "true"])) != nil

  /// Runs it and gives what it wrote to standard output; any status but 0 is an error.
  @discardableResult
  func run(_ arguments: [String], environment: [String: String]? = nil) throws -> String {
    guard let path else { throw ToolError(name: name, arguments: arguments, status: 127, output: "not installed") }
    // A file rather than a pipe: the far end of a pipe might be inherited by a program that another test starts just now.
    let file = NSTemporaryDirectory() + "facet-output-" + UUID().uuidString
    defer { unlink(file) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, file, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    // What is started from here must not inherit the signals of a job in the background.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    for signal in [SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGQUIT] { sigaddset(&signals, signal) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    // Nor the mask of this thread, which is one of a pool and has most signals blocked.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    let variables = environment ?? ProcessInfo.processInfo.environment
    var argv = ([path] + arguments).map { strdup($0) } + [nil]
    var envp = variables.map { strdup("\($0)=\($1)") } + [nil]
    defer { for pointer in argv + envp { free(pointer) } }
    var process: pid_t = 0
    let code = posix_spawn(&process, path, &actions, &attributes, &argv, &envp)
    guard code == 0 else { throw ToolError(name: name, arguments: arguments, status: 127, output: "not started") }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: file)), as: UTF8.self)
    guard status == 0 else { throw ToolError(name: name, arguments: arguments, status: status, output: text) }
    return text
  }
}

/// A program did not do what it was asked to.
struct ToolError: Error, CustomStringConvertible {
  var name: String
  var arguments: [String]
  var status: Int32
  var output: String

  var description: String { "\(name) \(arguments.joined(separator: " ")): status \(status), \(output)" }
}
