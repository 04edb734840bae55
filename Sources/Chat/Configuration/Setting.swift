import Foundation

/// A value of the configuration file, as Foundation reads it.
enum ConfigurationValue: Decodable, Equatable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case list([ConfigurationValue])
  case object([String: ConfigurationValue])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([ConfigurationValue].self) {
      self = .list(value)
    } else {
      self = .object(try container.decode([String: ConfigurationValue].self))
    }
  }

  /// The value in words, for messages.
  var words: String {
    switch self {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .number(let value): Setting.plain(value)
    case .string(let value): "“\(value.count > 40 ? value.prefix(40) + "…" : value)”"
    case .list: "a list"
    case .object: "an object"
    }
  }
}

/// One key of the configuration file: how it is read and how it is printed, all from one table.
struct Setting: Sendable {
  let name: String
  /// What it is, one line.
  let summary: String
  /// What a value has to be, for messages.
  let expected: String
  /// Takes a value; false when it is not what is expected.
  let take: @Sendable (ConfigurationValue, inout Configuration) -> Bool
  /// The value as JSON5.
  let text: @Sendable (Configuration) -> String

  /// A number without a needless fraction.
  static func plain(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
  }
}

/// Where a setting is kept.
private typealias Place<Value> = WritableKeyPath<Configuration, Value> & Sendable

extension Setting {
  /// Every key, in the order in which they are printed.
  static let all: [Setting] = [
    text("theme", \.theme, "the theme: a name in themes/ or in the folder themes beside this file"),
    model,
    file("projector", \.projector, "the projector, for pictures and sound; null for the one beside the model"),
    file("drafter", \.drafter, "the model's drafter, to write quicker; null for the one beside the model"),
    optional(
      "server", \.server, "an address such as \"http://gpu-box:8000/v1\", without a name or password in it, or null",
      "a server that replies: what is said then leaves this machine; null for a model on this machine", isServer),
    optional(
      "serverModel", \.serverModel, "a name in quotation marks, or null",
      "the server's name for the model; null for the only one that it has"
    ) { !$0.isEmpty },
    file("apiKeyFile", \.apiKeyFile, "the file with the key that the server asks for; null for none"),
    integer(
      "context", \.context, 64...1_048_576, "tokens of a conversation and its reply; null for the program's choice"),
    integer("threads", \.threads, 1...1024, "threads that compute; null for one a processor"),
    bool(
      "keepReading", \.keepReading,
      "whether what was read of a conversation is kept on the disk, so that it goes on at once"),
    text("system", \.system, "what the model is told before every conversation"),
    bool("think", \.think, "whether the model thinks before it answers"),
    number(
      "temperature", \.reply.temperature, 0...10,
      "0 takes the likeliest token every time; null for the model's own"),
    integer(
      "topK", \.reply.topK, 0...1_048_576,
      "choose among so many of the likeliest tokens; 0 for all, null for the model's own"),
    number(
      "topP", \.reply.topP, 0...1,
      "choose among the likeliest tokens that make up this probability; null for the model's own"),
    number(
      "minP", \.reply.minP, 0...1,
      "leave out tokens less likely than this share of the likeliest; null for the model's own"),
    number("repeatPenalty", \.reply.repeatPenalty, 0.1...10, "above 1, tokens are less likely to come again"),
    integer(
      "maximumTokens", \.reply.maximumTokens, 1...1_048_576, "the longest reply; null for what the context holds"),
    integer(
      "pictureBudget", \.pictureBudget, 1...1120, "tokens of a picture: 70, 140, 280, 560, 1120; null by its size"),
    choice("pictures", \.pictures, "how pictures are shown"),
    text("device", \.device, "the microphone; facet devices lists them"),
    bool("autoSend", \.autoSend, "whether a recording is sent as soon as it is closed"),
    bool("stopAtPause", \.stopAtPause, "whether a recording closes by itself after a pause"),
    choice("editing", \.editing, "the keys of the composer"),
    choice("enterWhileReplying", \.enterWhileReplying, "what Enter does while a reply runs"),
    bool("mouse", \.mouse, "whether the mouse is used; then the terminal's own selection needs Shift"),
    bool("showThoughts", \.showThoughts, "whether thoughts are shown unfolded"),
  ]

  /// The one key that holds an object.
  static let keysName = "keys"
  static let keysSummary = "chords of actions, such as { record: \"f9\", send: [\"enter\", \"alt-s\"], quit: [] }"

  private static func text(_ name: String, _ path: Place<String>, _ summary: String) -> Setting {
    Setting(
      name: name, summary: summary, expected: "text in quotation marks",
      take: { value, configuration in
        guard case .string(let text) = value else { return false }
        configuration[keyPath: path] = text
        return true
      }, text: { JSONValue.string($0[keyPath: path]).text })
  }

  /// A path, or a name that says by itself that it is none.
  private static let model = Setting(
    name: "model", summary: "the model: a name that facet models lists, or a GGUF file; null for the built-in guide",
    expected: "a name that facet models lists, a path that starts with / or ~/, or null",
    take: { value, configuration in
      if value == .null {
        configuration.model = nil
      } else {
        guard case .string(let text) = value, !text.isEmpty else { return false }
        let isName = !text.contains("/") && !text.lowercased().hasSuffix(".gguf")
        guard isName || text.hasPrefix("/") || text.hasPrefix("~/") else { return false }
        configuration.model = text
      }
      return true
    }, text: { $0.model.map { JSONValue.string($0).text } ?? "null" })

  private static func file(_ name: String, _ path: Place<String?>, _ summary: String) -> Setting {
    Setting(
      name: name, summary: summary, expected: "a path in quotation marks that starts with / or ~/, or null",
      take: { value, configuration in
        if value == .null {
          configuration[keyPath: path] = nil
        } else {
          // From whatever folder the program starts, it is the same file.
          guard case .string(let text) = value, text.hasPrefix("/") || text.hasPrefix("~/") else { return false }
          configuration[keyPath: path] = text
        }
        return true
      }, text: { $0[keyPath: path].map { JSONValue.string($0).text } ?? "null" })
  }

  private static func optional(
    _ name: String, _ path: Place<String?>, _ expected: String, _ summary: String,
    _ isValid: @escaping @Sendable (String) -> Bool
  ) -> Setting {
    Setting(
      name: name, summary: summary, expected: expected,
      take: { value, configuration in
        if value == .null {
          configuration[keyPath: path] = nil
        } else {
          guard case .string(let text) = value, isValid(text) else { return false }
          configuration[keyPath: path] = text
        }
        return true
      }, text: { $0[keyPath: path].map { JSONValue.string($0).text } ?? "null" })
  }

  /// Whether a text is the address of a server; a password in it would be shown.
  private static func isServer(_ text: String) -> Bool {
    guard let parts = URLComponents(string: text), let host = parts.host, !host.isEmpty else { return false }
    return ["http", "https"].contains(parts.scheme?.lowercased()) && parts.user == nil && parts.password == nil
  }

  private static func bool(_ name: String, _ path: Place<Bool>, _ summary: String) -> Setting {
    Setting(
      name: name, summary: summary, expected: "true or false",
      take: { value, configuration in
        guard case .bool(let isOn) = value else { return false }
        configuration[keyPath: path] = isOn
        return true
      }, text: { $0[keyPath: path] ? "true" : "false" })
  }

  private static func number(
    _ name: String, _ path: Place<Double>, _ range: ClosedRange<Double>, _ summary: String
  ) -> Setting {
    Setting(
      name: name, summary: summary,
      expected: "a number from \(plain(range.lowerBound)) to \(plain(range.upperBound))",
      take: { value, configuration in
        guard case .number(let number) = value, range.contains(number) else { return false }
        configuration[keyPath: path] = number
        return true
      }, text: { plain($0[keyPath: path]) })
  }

  private static func number(
    _ name: String, _ path: Place<Double?>, _ range: ClosedRange<Double>, _ summary: String
  ) -> Setting {
    Setting(
      name: name, summary: summary,
      expected: "a number from \(plain(range.lowerBound)) to \(plain(range.upperBound)), or null",
      take: { value, configuration in
        if value == .null {
          configuration[keyPath: path] = nil
        } else {
          guard case .number(let number) = value, range.contains(number) else { return false }
          configuration[keyPath: path] = number
        }
        return true
      }, text: { $0[keyPath: path].map(plain) ?? "null" })
  }

  private static func integer(
    _ name: String, _ path: Place<Int?>, _ range: ClosedRange<Int>, _ summary: String
  ) -> Setting {
    Setting(
      name: name, summary: summary, expected: "a whole number from \(range.lowerBound) to \(range.upperBound), or null",
      take: { value, configuration in
        if value == .null {
          configuration[keyPath: path] = nil
        } else {
          guard let number = integer(value, range) else { return false }
          configuration[keyPath: path] = number
        }
        return true
      }, text: { $0[keyPath: path].map(String.init) ?? "null" })
  }

  private static func choice<Choice: RawRepresentable<String> & CaseIterable & Sendable>(
    _ name: String, _ path: Place<Choice>, _ summary: String
  ) -> Setting {
    let words = Choice.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
    return Setting(
      name: name, summary: "\(summary): \(words)", expected: "one of \(words)",
      take: { value, configuration in
        guard case .string(let word) = value, let choice = Choice(rawValue: word) else { return false }
        configuration[keyPath: path] = choice
        return true
      }, text: { "\"\($0[keyPath: path].rawValue)\"" })
  }

  private static func integer(_ value: ConfigurationValue, _ range: ClosedRange<Int>) -> Int? {
    guard case .number(let number) = value, let integer = Int(exactly: number), range.contains(integer) else {
      return nil
    }
    return integer
  }
}
