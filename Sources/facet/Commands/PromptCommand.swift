import Chat
import Engine
import Foundation

/// `facet prompt`: the text that a conversation becomes.
enum PromptCommand {
  static func run(_ arguments: ParsedArguments, _ surroundings: Surroundings) throws {
    let path = arguments.operands[0]
    let name = TextInput.name(of: path)
    let value: JSONValue
    do {
      value = try JSONValue(parsing: TextInput.bytes(path: path))
    } catch let error as JSONError {
      throw InputError.notJSON(name: name, reason: error.description)
    }
    let chosen = try conversation(in: value, index: arguments.integer(.index), name: name)
    let request: OpenAIRequest
    do {
      request = try OpenAIRequest(chosen, attach: attach)
    } catch {
      throw InputError.badConversation(name: name, reason: error.description)
    }
    try surroundings.print(
      TurnFormat.rendering(of: request.conversation, addGenerationPrompt: request.addGenerationPrompt))
  }

  /// The conversation that is meant: the value itself, or one of the array that it is.
  static func conversation(in value: JSONValue, index: Int?, name: String) throws(InputError) -> JSONValue {
    // A bare list of messages is an array, too, but its elements have no messages of their own.
    guard let array = value.asArray, array.isEmpty || array.contains(where: { $0["messages"] != nil }) else {
      if index != nil { throw .indexWithoutArray(name: name) }
      return value
    }
    if array.isEmpty { throw .noConversations(name: name) }
    guard let index = index ?? (array.count == 1 ? 0 : nil) else { throw .indexNeeded(name: name, count: array.count) }
    guard index < array.count else { throw .indexOutOfRange(name: name, index: index, count: array.count) }
    return array[index]
  }

  /// Pictures and recordings stand in the prompt as markers, so only documents need to be read.
  private static func attach(
    _ kind: Attachment.Kind, _ path: String, _ budget: Int?
  ) throws(AttachmentError) -> Attachment {
    if kind == .document { return try Attachment(kind, path: path, budget: budget) }
    return Attachment(kind: kind, id: path, path: path, name: (path as NSString).lastPathComponent, budget: budget)
  }
}
