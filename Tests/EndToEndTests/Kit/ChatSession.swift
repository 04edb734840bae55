import Foundation

/// The chat in a terminal, begun from a shell as a person begins it.
final class ChatSession: Sendable {
  let home: ChatHome
  let terminal: TmuxSession

  /// Opens a terminal with a shell.
  ///
  /// - Parameter variables: Variables besides those that every session has; they go first.
  init(
    _ home: ChatHome, variables: [String: String] = [:], terminal: String? = nil, columns: Int = 80, rows: Int = 24
  ) throws {
    self.home = home
    let search = home.programs + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")
    var usual = ["PATH": search, "HOME": home.path, "LC_ALL": "C.UTF-8", "PS1": "shell> ", "MODEL": home.model]
    // A crash is a crash: Swift's own reporter would ask what to do next, and wait.
    usual["SWIFT_BACKTRACE"] = "enable=no"
    self.terminal = try TmuxSession(
      in: home.folder, environment: usual.merging(variables) { $1 }, terminal: terminal, columns: columns, rows: rows)
  }

  /// Opens a terminal and the chat in it, and waits until the chat is ready to be talked to.
  static func ready(
    _ home: ChatHome, _ arguments: String = "", variables: [String: String] = [:], terminal: String? = nil,
    columns: Int = 80, rows: Int = 24
  ) async throws -> ChatSession {
    let session = try ChatSession(
      home, variables: variables, terminal: terminal, columns: columns, rows: rows)
    try await session.open(arguments)
    try await session.terminal.wait(for: "the chat to be ready") { $0.status.contains("ready") }
    return session
  }

  /// Types the command that opens the chat.
  func open(_ arguments: String = "", namesModel: Bool = true) async throws {
    try await terminal.wait(for: "shell>")
    try terminal.type("facet \(namesModel ? "-m \"$MODEL\" " : "")\(arguments)")
    try terminal.press("Enter")
    try await terminal.wait(for: "the full screen") { $0.rows.first?.hasPrefix(" facet ") ?? false }
  }

  /// Types a message and sends it.
  func say(_ text: String) async throws {
    try terminal.type(text)
    try await terminal.wait(for: "the message in the composer") { $0.composer.contains(text) }
    // Enter right behind so many letters would be part of a paste.
    try await Task.sleep(for: .milliseconds(20))
    try terminal.press("Enter")
  }

  /// Waits until a reply is being written.
  @discardableResult
  func waitForWriting() async throws -> TextScreen {
    try await terminal.wait(for: "a reply that is written") { $0.status.contains("writing") }
  }

  /// Stops the reply, and waits until it says so.
  func stopReply() async throws {
    try terminal.press("Escape")
    try await terminal.wait(for: "the reply to be marked as stopped") {
      $0.text.contains("stopped") && !$0.status.contains("stop")
    }
  }

  /// Leaves, and gives the exit status.
  func leave() async throws -> Int? {
    try terminal.press("C-q")
    return try await status()
  }

  /// Waits until the program has ended, and gives its exit status as the shell saw it.
  func status() async throws -> Int? {
    try await terminal.wait(for: "the shell's prompt") { $0.isShell }
    // In the command itself no number follows.
    try terminal.type("echo \"left with $?\"")
    try terminal.press("Enter")
    let screen = try await terminal.wait(for: "the exit status") { $0.text.contains(/left with \d/) }
    return screen.text.matches(of: /left with (\d+)/).last.flatMap { Int($0.1) }
  }

  /// Waits until the program has ended, whatever became of the terminal.
  func waitForEnd() async throws {
    let process = try home.processID
    for _ in 0..<600 where Self.isRunning(process) { try await Task.sleep(for: .milliseconds(50)) }
    if Self.isRunning(process) { throw NotSeen(what: "the end of process \(process)", screen: "") }
  }

  /// Whether a process is there and no zombie.
  static func isRunning(_ process: pid_t) -> Bool {
    guard let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return false }
    // The state stands behind the name, which may hold anything.
    return status.split(separator: ")").last?.prefix(3).contains("Z") == false
  }

  /// Sends a signal to the program.
  func send(_ signal: Int32) throws {
    kill(try home.processID, signal)
  }
}
