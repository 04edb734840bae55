import Chat

/// Puts tool calls together that come in pieces, each with the number of its call.
struct ToolCallCollector: Sendable {
  /// The most calls of a reply.
  static let countLimit = 128
  /// The most bytes of the arguments of a reply's calls.
  static let byteLimit = 4 << 20

  private struct Call {
    var index: Int?
    var id: String?
    var name = ""
    var arguments = ""
  }

  private var calls: [Call] = []
  private var bytes = 0

  /// Whether no call has come.
  var isEmpty: Bool { calls.isEmpty }

  /// Takes the calls of one piece of a reply; false when that is more than any reply has.
  mutating func append(_ value: JSONValue) -> Bool {
    for piece in value.asArray ?? [] {
      let function = piece["function"]
      let id = piece["id"]?.asString.flatMap { $0.isEmpty ? nil : $0 }
      let place = place(of: piece["index"]?.asInteger, id: id)
      guard place < Self.countLimit else { return false }
      if place == calls.count { calls.append(Call(index: piece["index"]?.asInteger)) }
      calls[place].id = calls[place].id ?? id
      let name = function?["name"]?.asString ?? ""
      // Some servers repeat the name in every piece.
      if calls[place].name != name { calls[place].name += name }
      let arguments: String =
        switch function?["arguments"] {
        case .string(let text)?: text
        // Whole, and not as text.
        case .object(let object)?: JSONValue.object(object).text
        default: ""
        }
      bytes += arguments.utf8.count + name.utf8.count
      guard bytes <= Self.byteLimit else { return false }
      calls[place].arguments += arguments
    }
    return true
  }

  /// The call that a piece belongs to: by its number, otherwise by its name, otherwise the last.
  private func place(of index: Int?, id: String?) -> Int {
    if let index { return calls.firstIndex { $0.index == index } ?? calls.count }
    if let id { return calls.firstIndex { $0.id == id } ?? calls.count }
    return max(0, calls.count - 1)
  }

  /// The calls in their order, those that cannot be read as well.
  func events() -> [ReplyEvent] {
    calls.enumerated().map { number, call in
      let id = call.id ?? "call_\(number + 1)"
      guard !call.name.isEmpty else {
        return .brokenToolCall(
          BrokenToolCall(text: String(call.arguments.prefix(2000)), reason: "the call names no tool"))
      }
      let text = call.arguments.allSatisfy(\.isWhitespace) ? "{}" : call.arguments
      guard let object = (try? JSONValue(parsing: text))?.asObject else {
        let written = "\(call.name)(\(call.arguments))"
        return .brokenToolCall(
          BrokenToolCall(text: String(written.prefix(2000)), reason: "the arguments are no JSON object"))
      }
      return .toolCall(ToolCall(id: id, name: call.name, arguments: .object(object)))
    }
  }
}
