import Chat
import Foundation

/// What a line that was typed and sent means.
public enum CommandLine: Sendable, Equatable {
  /// A message.
  case message
  /// It begins with the path of something that exists; `rest` is what follows it.
  case path(String, rest: String)
  /// A command with what stands behind it, spaces at the ends removed.
  case command(Command, argument: String)
  /// A command that cannot be done like this.
  case refused(CommandError)

  /// Reads a line.
  ///
  /// ```text
  /// /temperature 0.7      → command
  /// /tmp/shot.png why?    → path, when /tmp/shot.png exists
  /// /tempratur 0.7        → refused, nearest: temperature
  /// //help                → message
  /// ```
  /// - Parameters:
  ///   - exists: Whether there is a file or folder of this path.
  ///   - choices: The words of commands whose words are known only while the program runs; nil when any may do.
  public static func parse(
    _ line: String, isReplying: Bool = false, home: String = "", exists: (String) -> Bool,
    choices: (Command) -> [String]? = { _ in nil }
  ) -> CommandLine {
    guard line.first == "/" else { return .message }
    let (word, rest) = firstWord(line)
    if let path = existingPath(line, home: home, exists: exists) { return path }
    let name = String(word.dropFirst())
    guard let command = Command(rawValue: name.lowercased()) else {
      // No command has another slash or a sign in its name, and no message is lost by mistaking it for one.
      guard !name.isEmpty, name.utf8.count <= 24, name.allSatisfy({ $0.isLetter || $0 == "-" || $0 == "_" }) else {
        return name.contains("/") && !name.hasPrefix("/") ? .refused(.missingFile(word)) : .message
      }
      let nearest = NearestName.of(name, among: Command.allCases.map(\.name)).flatMap(Command.init)
      return .refused(.unknown(name, nearest: nearest))
    }
    let argument = rest.trimmingCharacters(in: .whitespacesAndNewlines)
    if isReplying, !command.isAllowedDuringReply { return .refused(.notDuringReply(command)) }
    if let error = check(argument, of: command, choices: choices) { return .refused(error) }
    return .command(command, argument: argument)
  }

  private static func firstWord(_ line: String) -> (word: String, rest: String) {
    let end = line.firstIndex(where: \.isWhitespace) ?? line.endIndex
    return (String(line[..<end]), String(line[end...]))
  }

  private static func existingPath(_ line: String, home: String, exists: (String) -> Bool) -> CommandLine? {
    let firstLine = line.prefix { !$0.isNewline }
    guard firstLine.utf8.count <= DroppedPaths.longestPath else { return nil }
    let words = ShellWords.split(String(firstLine))
    guard let first = words.first, first.value != "/" else { return nil }
    let found = ([first.value] + LookAlikes.variants(first.value)).first(where: exists)
    return found.map { .path($0, rest: String(line[first.range.upperBound...]).trimmingCharacters(in: .whitespaces)) }
  }

  private static func check(_ argument: String, of command: Command, choices: (Command) -> [String]?) -> CommandError? {
    switch command.argument {
    case .none: argument.isEmpty ? nil : .needless(command, argument)
    case .path(let isRequired), .text(let isRequired):
      isRequired && argument.isEmpty ? .missing(command) : nil
    case .number(let range):
      // Nothing shows the present value.
      argument.isEmpty || Double(argument).map(range.contains) == true ? nil : .notANumber(command, argument, range)
    case .choice(let words):
      if argument.isEmpty {
        nil
      } else if let words = words.isEmpty ? choices(command) : words, !words.contains(argument) {
        .notAChoice(command, argument, words)
      } else {
        nil
      }
    }
  }
}

/// Why a command cannot be done.
public enum CommandError: Error, Equatable, Sendable {
  case unknown(String, nearest: Command?)
  case missingFile(String)
  case notDuringReply(Command)
  case needless(Command, String)
  case missing(Command)
  case notANumber(Command, String, ClosedRange<Double>)
  case notAChoice(Command, String, [String])
  case tooMuchText(bytes: Int)
}
