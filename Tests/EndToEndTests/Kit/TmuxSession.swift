import Foundation
import TestSupport

/// A terminal that nobody sees: a tmux server of its own with one pane, which goes with this object.
final class TmuxSession: Sendable {
  private static let limit = Duration.seconds(30)
  /// Kept as long as the server runs, whose socket lies in it.
  private let owner: TestFolder
  private let folder: String
  private let environment: [String: String]

  /// Starts a shell in a new terminal.
  ///
  /// - Parameters:
  ///   - owner: Where the server's socket may lie.
  ///   - environment: All variables that the shell has, besides those that tmux sets itself.
  ///   - terminal: The value of `TERM` in the pane; nil for what tmux gives.
  init(
    in owner: TestFolder, environment: [String: String], terminal: String? = nil, columns: Int = 80, rows: Int = 24
  ) throws {
    self.owner = owner
    // The path of a socket is short.
    folder = owner.path + "/t\(Int.random(in: 0..<100_000))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    // tmux itself always speaks UTF-8, whatever the pane does.
    self.environment = ["PATH": environment["PATH"] ?? "", "HOME": folder, "TMUX_TMPDIR": folder, "LC_ALL": "C.UTF-8"]
    let settings = terminal.map { "set -g default-terminal \($0)\n" } ?? ""
    try Data(("set -g status off\n" + settings).utf8).write(to: URL(fileURLWithPath: folder + "/tmux.conf"))
    var words = ["-f", folder + "/tmux.conf", "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)"]
    for (name, value) in environment { words += ["-e", "\(name)=\(value)"] }
    try command(words + ["sh", "-i"])
  }

  deinit { vanish() }

  /// Ends the server, as if somebody closed the window.
  func vanish() {
    _ = try? command(["kill-server"])
  }

  @discardableResult
  private func command(_ words: [String]) throws -> String {
    try Tool.tmux.run(["-u", "-L", "facet"] + words, environment: environment)
  }

  // MARK: What a person does

  /// Types text, as fast as can be.
  func type(_ text: String) throws {
    try command(["send-keys", "-l", "--", text])
  }

  /// Presses keys, by tmux's names: `Enter`, `Escape`, `C-q`, `M-x`, `F9`.
  func press(_ keys: String...) throws {
    try command(["send-keys"] + keys)
  }

  /// Pastes text, marked as a paste where the program asked for that.
  func paste(_ text: String) throws {
    let file = folder + "/paste"
    try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    try command(["load-buffer", file])
    try command(["paste-buffer", "-p"])
  }

  /// Gives the window another size.
  func resize(columns: Int, rows: Int) throws {
    try command(["resize-window", "-x", "\(columns)", "-y", "\(rows)"])
  }

  // MARK: What a person sees

  /// What stands on the screen now.
  func screen() throws -> TextScreen {
    TextScreen(text: try command(["capture-pane", "-p"]))
  }

  /// The screen with the sequences that colour it.
  func styledScreen() throws -> String {
    try command(["capture-pane", "-p", "-e"])
  }

  /// One of tmux's variables: `alternate_on`, `cursor_x`.
  func value(_ name: String) throws -> String {
    try command(["display-message", "-p", "#{\(name)}"]).trimmingCharacters(in: .newlines)
  }

  /// What was copied last.
  func copied() throws -> String { try command(["show-buffer"]) }

  /// Whether a program has the screen for itself.
  var isFullScreen: Bool { get throws { try value("alternate_on") == "1" } }

  /// Waits until the screen is as it should be.
  ///
  /// - Throws: `NotSeen` with the whole screen when that takes too long.
  @discardableResult
  func wait(for what: String, until condition: (TextScreen) throws -> Bool) async throws -> TextScreen {
    let deadline = ContinuousClock.now + Self.limit
    while true {
      let screen = try screen()
      if try condition(screen) { return screen }
      guard ContinuousClock.now < deadline else { throw NotSeen(what: what, screen: screen.text) }
      try await Task.sleep(for: .milliseconds(40))
    }
  }

  /// Waits for text anywhere on the screen.
  @discardableResult
  func wait(for text: String) async throws -> TextScreen {
    try await wait(for: "“\(text)”") { $0.text.contains(text) }
  }
}

/// What a terminal shows, without its colours.
struct TextScreen: Sendable {
  /// The rows with a newline behind each.
  var text: String

  /// The rows, those at the end included that are empty.
  var rows: [String] {
    var rows = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if rows.last == "" { rows.removeLast() }
    return rows
  }

  /// The rows in which the message is written: from the prompt mark on, without the status.
  var composer: String {
    guard let start = rows.lastIndex(where: { $0.hasPrefix(" ›") || $0.hasPrefix(" >") }) else { return "" }
    return rows[start..<max(start + 1, rows.count - 1)].joined(separator: "\n")
  }

  /// Whether nothing is written.
  var isComposerEmpty: Bool { [" ›", " >"].contains(composer.trimmingCharacters(in: .newlines)) }

  /// Whether a shell waits for a command.
  var isShell: Bool { rows.last { !$0.isEmpty } == "shell>" }

  /// Whether nothing but ASCII stands there.
  var isASCII: Bool { text.utf8.allSatisfy { $0 < 0x80 } }

  /// The last row, which says what is being done.
  var status: String { rows.last { !$0.isEmpty } ?? "" }
}

/// What was waited for did not come.
struct NotSeen: Error, CustomStringConvertible {
  var what: String
  var screen: String

  var description: String { "waited in vain for \(what); the screen:\n\(screen)" }
}
