// Every sentence about an error of the turn format is made here.

extension ToolCallError: CustomStringConvertible {
  /// What is wrong with the call.
  public var description: String {
    switch self {
    case .unexpected(let offset, let expected):
      "the model's tool call cannot be read: expected \(expected) at byte \(offset); ask it to try again"
    case .tooDeep(let limit):
      "the model's tool call holds more than \(limit) lists and objects inside each other; ask it for simpler arguments"
    case .tooLong(let limit):
      "the model's tool call is longer than \(limit) bytes; ask it for shorter arguments"
    case .unfinished:
      "the model's tool call was not finished; ask it to try again"
    }
  }
}
