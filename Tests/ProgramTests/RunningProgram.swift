import Foundation
import Testing

/// Running the program.
extension BuiltProgram {
  /// What stands in the place of standard output.
  enum Output {
    /// A file, which the result is read from.
    case file
    /// A pipe that nobody reads.
    case brokenPipe
    /// A file of this path.
    case path(String)
  }

  /// Starts it and waits for its end.
  static func run(
    _ arguments: [String], input: Data? = nil, environment: [String: String] = [:], output: Output = .file
  ) async throws -> RunningProgram.Result {
    try await start(arguments, input: input, environment: environment, output: output).result()
  }

  /// Starts it; without `input`, standard input is empty.
  static func start(
    _ arguments: [String], input: Data? = nil, environment: [String: String] = [:], output: Output = .file
  ) throws -> RunningProgram {
    try RunningProgram(arguments: arguments, input: input ?? Data(), environment: environment, output: output)
  }
}

/// One run of the program.
///
/// Everything passes through files, so that nothing waits for anybody to read.
final class RunningProgram: Sendable {
  /// How it ended, and what it wrote.
  struct Result: Sendable {
    /// The exit status, or nil if a signal ended it, which no mistake of a user may cause.
    var status: Int32?
    var output: String
    var errors: String
  }

  struct DidNotStart: Error { var code: Int32 }
  struct DidNotEnd: Error {}

  private let folder: TemporaryFolder
  private let process: pid_t

  fileprivate init(
    arguments: [String], input: Data, environment: [String: String], output: BuiltProgram.Output
  ) throws {
    folder = try TemporaryFolder()
    let inputPath = try folder.write(input, named: "input")
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, inputPath, O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 2, folder.path + "/errors", O_WRONLY | O_CREAT, 0o600)
    var pipeEnd: Int32 = -1
    defer { if pipeEnd >= 0 { close(pipeEnd) } }
    switch output {
    case .file:
      posix_spawn_file_actions_addopen(&actions, 1, folder.path + "/output", O_WRONLY | O_CREAT, 0o600)
    case .path(let path):
      posix_spawn_file_actions_addopen(&actions, 1, path, O_WRONLY, 0)
    case .brokenPipe:
      var ends: [Int32] = [-1, -1]
      _ = pipe(&ends)
      close(ends[0])
      pipeEnd = ends[1]
      _ = fcntl(pipeEnd, F_SETFD, FD_CLOEXEC)
      posix_spawn_file_actions_adddup2(&actions, pipeEnd, 1)
    }

    // A job in the background may have been started with signals ignored, and children inherit that.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    for signal in [SIGINT, SIGTERM, SIGHUP, SIGPIPE] { sigaddset(&signals, signal) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    var mask = sigset_t()
    sigemptyset(&mask)
    posix_spawnattr_setsigmask(&attributes, &mask)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))

    var variables = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("FACET_") }
    variables.merge(environment) { $1 }
    var argv = ([BuiltProgram.path] + arguments).map { strdup($0) } + [nil]
    var envp = variables.map { strdup("\($0)=\($1)") } + [nil]
    defer { for pointer in argv + envp { free(pointer) } }
    var process: pid_t = 0
    let code = posix_spawn(&process, BuiltProgram.path, &actions, &attributes, &argv, &envp)
    guard code == 0 else { throw DidNotStart(code: code) }
    self.process = process
  }

  /// What it has written to standard output so far.
  var output: String { text("output") }

  private func text(_ name: String) -> String {
    String(decoding: (try? Data(contentsOf: URL(fileURLWithPath: folder.path + "/" + name))) ?? Data(), as: UTF8.self)
  }

  func send(_ signal: Int32) {
    kill(process, signal)
  }

  /// Waits until it has written something, or has ended.
  func waitForOutput() async throws {
    for _ in 0..<3000 where output.isEmpty && !hasEnded { try await Task.sleep(for: .milliseconds(10)) }
  }

  private var hasEnded: Bool {
    var information = siginfo_t()
    // Looks without taking the status away.
    return waitid(P_PID, id_t(process), &information, WEXITED | WNOHANG | WNOWAIT) == 0
      && information.si_signo == SIGCHLD
  }

  /// Waits for the end, a minute at most.
  func result() async throws -> Result {
    let deadline = ContinuousClock.now + .seconds(60)
    var status: Int32 = 0
    while waitpid(process, &status, WNOHANG) == 0 {
      if ContinuousClock.now > deadline {
        kill(process, SIGKILL)
        waitpid(process, &status, 0)
        throw DidNotEnd()
      }
      try await Task.sleep(for: .milliseconds(10))
    }
    let exitStatus = status & 0x7F == 0 ? (status >> 8) & 0xFF : nil
    return Result(status: exitStatus, output: text("output"), errors: text("errors"))
  }
}
