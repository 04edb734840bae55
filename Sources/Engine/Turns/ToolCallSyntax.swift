import Chat

/// How a call and its answer stand in a prompt.
///
/// It is not JSON: strings stand between `<|"|>` markers and keys stand bare.
///
/// ```
/// <|tool_call>call:get_weather{days:2,place:<|"|>Oslo<|"|>}<tool_call|>
/// <|tool_response>response:get_weather{value:<|"|>cold<|"|>}<tool_response|>
/// ```
public enum ToolCallSyntax {
  /// The pieces of a call, its two markers included.
  public static func pieces(of call: ToolCall) -> [PromptPiece] {
    var list = PieceList()
    write(call, to: &list)
    return list.finish()
  }

  /// Reads what stands between the markers of a call; the markers themselves may be there or not.
  ///
  /// - Throws: `ToolCallError`.
  public static func call(from pieces: [PromptPiece], id: String? = nil) throws(ToolCallError) -> ToolCall {
    var buffer = ToolCallBuffer()
    for piece in pieces {
      switch piece {
      case .text(let text): buffer.append(text: text)
      case .marker(Marker.callStart.rawValue), .marker(Marker.callEnd.rawValue): break
      case .marker(let name): buffer.append(marker: name)
      case .picture, .recording: break
      }
    }
    return try buffer.call(id: id)
  }

  static func write(_ call: ToolCall, to list: inout PieceList) {
    list.marker(.callStart)
    list.text("call:" + call.name + "{")
    switch call.arguments {
    case .object(let arguments): writeEntries(of: arguments, quotesKeys: false, to: &list)
    case .string(let text): list.text(text)
    default: break
    }
    list.text("}")
    list.marker(.callEnd)
  }

  static func write(_ response: ToolResponse, to list: inout PieceList) {
    list.marker(.responseStart)
    list.text("response:" + response.name + "{")
    if case .object(let values) = response.response {
      writeEntries(of: values, quotesKeys: false, to: &list)
    } else {
      list.text("value:")
      write(response.response, quotesKeys: false, to: &list)
    }
    list.text("}")
    list.marker(.responseEnd)
  }

  /// One value; keys of objects stand between `<|"|>` in declarations and bare in calls.
  static func write(_ value: JSONValue, quotesKeys: Bool, to list: inout PieceList) {
    switch value {
    case .string(let string): list.quoted(string)
    case .bool(let value): list.text(value ? "true" : "false")
    case .object(let object):
      list.text("{")
      writeEntries(of: object, quotesKeys: quotesKeys, to: &list)
      list.text("}")
    case .array(let elements):
      list.text("[")
      for (index, element) in elements.enumerated() {
        if index > 0 { list.text(",") }
        write(element, quotesKeys: quotesKeys, to: &list)
      }
      list.text("]")
    case .null, .integer, .hugeInteger, .number:
      list.text(value.templateText)
    }
  }

  private static func writeEntries(of object: JSONObject, quotesKeys: Bool, to list: inout PieceList) {
    for (index, entry) in object.sortedForTemplate.enumerated() {
      if index > 0 { list.text(",") }
      if quotesKeys { list.quoted(entry.key) } else { list.text(entry.key) }
      list.text(":")
      write(entry.value, quotesKeys: quotesKeys, to: &list)
    }
  }
}

/// Why what the model wrote is no call.
public enum ToolCallError: Error, Equatable, Sendable {
  /// `offset` counts bytes after the opening marker, each `<|"|>` as one.
  case unexpected(offset: Int, expected: String)
  case tooDeep(limit: Int)
  case tooLong(limit: Int)
  /// The reply ended, or another call began, before this one did.
  case unfinished
}
