import Chat
import Foundation
import Testing

@Suite struct JSONTests {
  @Test func readsEveryKindOfValue() throws {
    let text = #" {"a": [1, -2.5, 1e20, true, false, null], "b": {"c": "d"}, "": ""} "#
    let value = try JSONValue(parsing: text)
    #expect(value == ["a": [1, -2.5, 1e20, true, false, nil], "b": ["c": "d"], "": ""])
  }

  @Test func tellsWholeNumbersFromOthers() throws {
    #expect(try JSONValue(parsing: "2") == .integer(2))
    #expect(try JSONValue(parsing: "2.0") == .number(2))
    #expect(try JSONValue(parsing: "2e0") == .number(2))
    #expect(try JSONValue(parsing: "-0") == .integer(0))
    #expect(try JSONValue(parsing: "9223372036854775808") == .hugeInteger("9223372036854775808"))
    #expect(JSONValue.integer(2) != .number(2))
  }

  @Test func keepsTheOrderOfKeysAndTheLastOfEqualOnes() throws {
    let object = try #require(try JSONValue(parsing: #"{"z":1,"a":2,"z":3}"#).asObject)
    #expect(object.entries.map(\.key) == ["z", "a"])
    #expect(object["z"] == 3)
  }

  @Test func objectsAreEqualInAnyOrder() {
    #expect(["a": 1, "b": 2] as JSONValue == ["b": 2, "a": 1])
    #expect(["a": 1, "b": 2] as JSONValue != ["b": 1, "a": 2])
  }

  @Test func canonicallyEquivalentKeysAreTwo() throws {
    let object = try #require(try JSONValue(parsing: #"{"\u00e9":1,"e\u0301":2}"#).asObject)
    #expect(object.count == 2)
    #expect(object["e\u{301}"] == 2)
    #expect(JSONValue.string("\u{e9}") != .string("e\u{301}"))
  }

  @Test func setsAndRemovesKeys() {
    var object: JSONObject = ["a": 1]
    object["b"] = 2
    object["a"] = nil
    object["c"] = nil
    #expect(object == ["b": 2])
  }

  @Test func readsEscapes() throws {
    #expect(try JSONValue(parsing: #""\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00""#) == "\"\\/\u{8}\u{c}\n\r\té😀")
    #expect(try JSONValue(parsing: #""\ud83d|\ude00|\ud83d\u0041""#) == "\u{FFFD}|\u{FFFD}|\u{FFFD}A")
  }

  @Test func acceptsAByteOrderMark() throws {
    #expect(try JSONValue(parsing: [0xEF, 0xBB, 0xBF, 0x31]) == 1)
  }

  @Test(arguments: [
    "", " ", "{", "[", "[1,]", "{\"a\":1,}", "{a:1}",
    "'a'", "01", "+1", "1.", ".5", "-", "1e", "tru", "nul", "NaN", "Infinity",
    "\"", "\"\n\"", "\"\\x\"", "\"\\u12\"",
    "1 2", "[1 2]", "{\"a\" 1}", "[1]]", "\u{FEFF}\u{FEFF}1",
  ])
  func refusesWhatIsNotJSON(_ text: String) {
    #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
  }

  @Test func saysWhereTheErrorIs() {
    #expect(throws: JSONError.unexpected(line: 2, column: 5, expected: "a value")) {
      try JSONValue(parsing: "{\"a\": 1,\n\"b\":}")
    }
    #expect(throws: JSONError.notUTF8) { try JSONValue(parsing: [0x22, 0xFF, 0x22]) }
    #expect(throws: JSONError.numberOutOfRange(line: 1, column: 2)) { try JSONValue(parsing: "[1e999]") }
  }

  @Test func limitsDepth() throws {
    let limit = JSONValue.depthLimit
    let deepest = String(repeating: "[", count: limit) + String(repeating: "]", count: limit)
    _ = try JSONValue(parsing: deepest)
    #expect(throws: JSONError.tooDeep(line: 1, column: limit + 1, limit: limit)) {
      try JSONValue(parsing: String(repeating: "[", count: 100_000))
    }
  }

  @Test func readsBackWhatItWrites() throws {
    let value: JSONValue = [
      "text": "\"\\\n\r\t\u{0}\u{7F}\u{85}\u{2028}é😀",
      "numbers": [0, -1, 2.5, 1e20, .number(.leastNonzeroMagnitude), .number(2)],
      "huge": .hugeInteger("123456789012345678901234567890"), "nested": [[], [:], [nil, true, false]],
    ]
    #expect(try JSONValue(parsing: value.text) == value)
    #expect(!value.text.unicodeScalars.contains { $0.value < 0x20 || $0 == "\u{85}" })
    #expect(JSONValue.number(.infinity).text == "null")
  }

  @Test func survivesACoder() throws {
    let call = ToolCall(id: "1", name: "f", arguments: ["z": .number(2), "a": 2])
    let decoded = try JSONDecoder().decode(ToolCall.self, from: try JSONEncoder().encode(call))
    #expect(decoded == call)
    #expect(decoded.arguments.text == #"{"z":2.0,"a":2}"#)
  }
}
