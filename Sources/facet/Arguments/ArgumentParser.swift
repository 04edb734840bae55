import Chat

/// What the arguments ask for.
enum Invocation: Sendable, Equatable {
  case overview
  case version
  case help(Subcommand)
  case run(Subcommand, ParsedArguments)
}

/// Turns arguments into an ``Invocation``, by the tables of ``Subcommand``.
///
/// Long options stand as `--name VALUE` or `--name=VALUE`, short ones as `-m VALUE` or `-mVALUE`. Options and operands
/// may be mixed; `--` ends the options; a lone `-` is an operand.
enum ArgumentParser {
  /// Parses the arguments after the program's name.
  ///
  ///     parse(["run", "--top-p=0.9", "Hello"])  →  .run(.run, [.topP: ["0.9"]], operands ["Hello"])
  static func parse(_ arguments: [String]) throws(ArgumentError) -> Invocation {
    guard let first = arguments.first else { return .run(.chat, ParsedArguments()) }
    switch first {
    case "-h", "--help": return .overview
    case "--version", "-V": return .version
    case "help": return try help(Array(arguments.dropFirst()))
    default: break
    }
    // Options without a subcommand are those of the chat.
    if first.hasPrefix("-") { return try parse(arguments, for: .chat) }
    return try parse(Array(arguments.dropFirst()), for: subcommand(named: first))
  }

  private static func help(_ arguments: [String]) throws(ArgumentError) -> Invocation {
    guard let name = arguments.first, !["-h", "--help"].contains(name) else { return .overview }
    return .help(try subcommand(named: name))
  }

  private static func subcommand(named name: String) throws(ArgumentError) -> Subcommand {
    if let subcommand = Subcommand(rawValue: name) { return subcommand }
    let names = Subcommand.allCases.map(\.rawValue) + ["help"]
    throw .unknownSubcommand(name, nearest: NearestName.of(name, among: names))
  }

  private static func parse(_ arguments: [String], for subcommand: Subcommand) throws(ArgumentError) -> Invocation {
    var scanner = ArgumentScanner(arguments, subcommand: subcommand)
    try scanner.scan()
    let parsed = scanner.parsed
    if parsed.has(.help) { return .help(subcommand) }
    if parsed.operands.count > subcommand.operands.upperBound {
      throw .extraOperand(subcommand, parsed.operands[subcommand.operands.upperBound])
    }
    if parsed.operands.count < subcommand.operands.lowerBound { throw .missingOperand(subcommand) }
    return .run(subcommand, parsed)
  }
}

/// Walks over the arguments of one subcommand.
private struct ArgumentScanner {
  private let arguments: [String]
  private let subcommand: Subcommand
  private let options: [Option]
  private var position = 0
  private(set) var parsed = ParsedArguments()

  init(_ arguments: [String], subcommand: Subcommand) {
    self.arguments = arguments
    self.subcommand = subcommand
    self.options = subcommand.options
  }

  mutating func scan() throws(ArgumentError) {
    while position < arguments.count {
      let argument = arguments[position]
      position += 1
      if argument == "--" {
        parsed.operands += arguments[position...]
        return
      } else if argument.hasPrefix("--") {
        try long(argument)
      } else if argument.hasPrefix("-"), argument != "-" {
        try short(argument)
      } else {
        parsed.operands.append(argument)
      }
    }
  }

  private mutating func long(_ argument: String) throws(ArgumentError) {
    let parts = argument.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    guard let option = options.first(where: { $0.name.rawValue == name }) else { throw unknown("--" + name) }
    try take(option, spelling: "--" + name, attached: parts.count > 1 ? String(parts[1]) : nil)
  }

  /// A cluster of switches such as `-hx`; the first option with a value takes the rest of the cluster.
  private mutating func short(_ argument: String) throws(ArgumentError) {
    // `-model` lacks a dash; it is not `-m` with the value "odel".
    if argument.count > 2, options.contains(where: { $0.name.spelling == "-" + argument }) { throw unknown(argument) }
    var letters = argument.dropFirst()
    while let letter = letters.popFirst() {
      guard let option = options.first(where: { $0.short == letter }) else { throw unknown("-\(letter)") }
      guard option.value != .none else {
        try take(option, spelling: "-\(letter)", attached: nil)
        continue
      }
      if letters.first == "=" { letters.removeFirst() }
      try take(option, spelling: "-\(letter)", attached: letters.isEmpty ? nil : String(letters))
      return
    }
  }

  private mutating func take(_ option: Option, spelling: String, attached: String?) throws(ArgumentError) {
    if option.value == .none {
      if let attached { throw .unexpectedValue(option: spelling, value: attached) }
      parsed.values[option.name] = []
      return
    }
    let value: String
    if let attached {
      value = attached
    } else {
      guard position < arguments.count else {
        throw .missingValue(option: spelling, placeholder: option.placeholder, next: nil)
      }
      value = arguments[position]
      // `--model --json` is a forgotten name far more often than a file called "--json".
      if isOption(value) { throw .missingValue(option: spelling, placeholder: option.placeholder, next: value) }
      position += 1
    }
    try check(value, of: option, spelling: spelling)
    parsed.values[option.name, default: []].append(value)
  }

  private func isOption(_ argument: String) -> Bool {
    options.contains { $0.name.spelling == argument || $0.short.map { "-\($0)" } == argument }
  }

  private func check(_ text: String, of option: Option, spelling: String) throws(ArgumentError) {
    switch option.value {
    case .none, .text: return
    case .file:
      if text.isEmpty { throw .emptyValue(option: spelling, placeholder: option.placeholder) }
    case .number(let range):
      guard let number = Double(text), range.contains(number) else {
        throw .notANumber(option: spelling, text: text, range: range)
      }
    case .integer(let range):
      guard let integer = Int(text), range.contains(integer) else {
        throw .notAnInteger(option: spelling, text: text, range: range)
      }
    case .choice(let words):
      if !words.contains(text) { throw .notAChoice(option: spelling, text: text, words: words) }
    }
  }

  private func unknown(_ spelling: String) -> ArgumentError {
    let long = spelling.hasPrefix("--") ? spelling : "-" + spelling
    // One letter is near to everything and to nothing.
    let nearest = long.count > 3 ? NearestName.of(long, among: options.map(\.name.spelling)) : nil
    return .unknownOption(spelling, subcommand: subcommand, nearest: nearest)
  }
}
