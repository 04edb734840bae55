import Chat
import Engine
import Testing

@Suite struct ToolCallSyntaxTests {
  /// Reads a call in which `<|"|>` are markers.
  private func read(_ text: String) throws(ToolCallError) -> ToolCall {
    var scanner = MarkerScanner()
    let scanned = scanner.append(text.utf8) + scanner.finish()
    return try ToolCallSyntax.call(
      from: scanned.map { piece in
        switch piece {
        case .text(let text): .text(text)
        case .marker(let name): .marker(name)
        }
      })
  }

  @Test(
    arguments: [
      (#"call:f{}"#, [:]),
      (#"call:f{place:<|"|>Oslo<|"|>,days:2}"#, ["place": "Oslo", "days": 2]),
      (#" call: f { a : 1 , b : [ 1 , 2 ] , } "#, ["a": 1, "b": [1, 2]]),
      (
        #"f{a:-2.5,b:1e+20,c:True,d:None,e:null,f:false}"#,
        ["a": -2.5, "b": 1e20, "c": true, "d": nil, "e": nil, "f": false]
      ),
      (#"call:f{"a":"b\"\u00e9","c":{"d":[{}]}}"#, ["a": "b\"é", "c": ["d": [[:]]]]),
      (#"call:f{<|"|>a<|"|>:<|"|>{,}:[]"<|"|>}"#, ["a": "{,}:[]\""]),
      (
        #"call:f{a:bare words,b:007,c:1.2.3,d:-,e:don't}"#,
        ["a": "bare words", "b": "007", "c": "1.2.3", "d": "-", "e": "don't"]
      ),
      (#"call:f{a:"half,b:"x" y}"#, ["a": "\"half", "b": "\"x\" y"]),
      (#"call:f{{"place": "Oslo"}}"#, ["place": "Oslo"]),
      (#"call:f{a:[],b:{},c:<|"|><|"|>,:1}"#, ["a": [], "b": [:], "c": "", "": 1]),
      ("call:f{a:<|\"|>two\nlines<|\"|>,\n b:1}", ["a": "two\nlines", "b": 1]),
      (#"call:f{n:12345678901234567890}"#, ["n": .hugeInteger("12345678901234567890")]),
    ] as [(String, JSONValue)])
  func readsWhatModelsWrite(_ text: String, _ arguments: JSONValue) throws {
    #expect(try read(text) == ToolCall(name: "f", arguments: arguments))
  }

  @Test(arguments: [
    "", "call:", "call:f", "call:f{", "call:f{a", "call:f{a:", "call:f{a:1", "call:f{a:}", "call:f{a:1}}",
    "call:f{a:[1}", "call:f{,}",
    "call:f{a:<|\"|>x}", "call:f{a:1 b:<|\"|>x<|\"|>}", "call:f{} more", "call:{a:1}", "call:f g{}", "call:f{{a:1}",
    "{\"name\":\"f\"}", "call:f{a:[,]}",
  ])
  func refusesWhatIsNoCall(_ text: String) {
    #expect(throws: ToolCallError.self) { try read(text) }
  }

  @Test func saysWhatIsMissing() {
    #expect(throws: ToolCallError.unexpected(offset: 6, expected: "“{” after the function's name")) {
      try read("call:f")
    }
    #expect("\(ToolCallError.unfinished)" == "the model's tool call was not finished; ask it to try again")
  }

  @Test func limitsDepth() throws {
    let deep = String(repeating: "[", count: 63) + String(repeating: "]", count: 63)
    _ = try read("call:f{a:\(deep)}")
    #expect(throws: ToolCallError.tooDeep(limit: 64)) {
      try read("call:f{a:" + String(repeating: "[", count: 100_000))
    }
  }

  @Test func markersInsideAStringAreItsText() throws {
    #expect(try read("call:f{a:<|\"|>say <|think|> now<|\"|>}").arguments == ["a": "say <|think|> now"])
    #expect(try read("call:f{<|think|>a:1}").arguments == ["a": 1])
  }

  @Test func readsBackWhatItWrites() throws {
    var random = RandomSequence(seed: 7)
    for _ in 0..<2000 {
      let arguments = JSONValue.object(object(depth: 0, &random))
      let call = ToolCall(id: "x", name: "get_weather", arguments: arguments)
      #expect(try ToolCallSyntax.call(from: ToolCallSyntax.pieces(of: call), id: "x") == call)
    }
  }

  private func object(depth: Int, _ random: inout RandomSequence) -> JSONObject {
    JSONObject(
      (0..<Int.random(in: 0...4, using: &random)).map { _ in (key(&random), value(depth: depth + 1, &random)) })
  }

  /// A key as tools have them; in a call keys stand bare, so that punctuation in them cannot be told from the call's.
  private func key(_ random: inout RandomSequence) -> String {
    String(
      (0...Int.random(in: 0...6, using: &random)).map { _ in
        Array("abcXYZ019_-.é日$")[Int.random(in: 0..<15, using: &random)]
      })
  }

  private func string(_ random: inout RandomSequence) -> String {
    let parts = [
      "a", " ", "\n", "\"", "\\", ",", ":", "{", "}", "[", "]", "<|\"|>", "<tool_call|>", "é", "e\u{301}", "😀", "1",
      "null",
    ]
    return (0..<Int.random(in: 0...6, using: &random)).map { _ in parts[Int.random(in: 0..<parts.count, using: &random)]
    }.joined()
  }

  private func value(depth: Int, _ random: inout RandomSequence) -> JSONValue {
    switch Int.random(in: 0...(depth < 5 ? 8 : 6), using: &random) {
    case 0: return nil
    case 1: return .bool(Bool.random(using: &random))
    case 2: return .integer(Int.random(in: -1000...1000, using: &random))
    case 3: return .integer(Int(truncatingIfNeeded: random.next()))
    case 4:
      let number = Double(bitPattern: random.next())
      return .number(number.isFinite ? number : 0.5)
    case 5: return .hugeInteger("-98765432109876543210")
    case 6: return .string(string(&random))
    case 7: return .array((0..<Int.random(in: 0...3, using: &random)).map { _ in value(depth: depth + 1, &random) })
    default: return .object(object(depth: depth, &random))
    }
  }
}
