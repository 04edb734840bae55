import Gemma

/// The arguments of one subcommand, checked against its table.
struct ParsedArguments: Sendable, Equatable {
  var values: [OptionName: [String]] = [:]
  var operands: [String] = []

  /// Whether a switch, or an option with a value, was given.
  func has(_ name: OptionName) -> Bool { values[name] != nil }

  /// The last value of an option that was given.
  func text(_ name: OptionName) -> String? { values[name]?.last }

  /// All values of an option, in order.
  func texts(_ name: OptionName) -> [String] { values[name] ?? [] }

  /// How keys and values are to be kept, where that was asked for.
  var kvFormat: KVCache.Format? { text(.kv).flatMap(KVCache.Format.init) }

  /// The value of an option whose table row holds a range of numbers.
  func number(_ name: OptionName) -> Double? { text(name).flatMap(Double.init) }

  /// The value of an option whose table row holds a range of whole numbers.
  func integer(_ name: OptionName) -> Int? { text(name).flatMap { Int($0) } }
}
