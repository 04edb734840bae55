import Chat
import Testing

@testable import Engine

@Suite struct TemplateValueTests {
  // What Python's repr() gives.
  @Test(
    arguments: [
      (0.0, "0.0"), (-0.0, "-0.0"), (1, "1.0"), (2.5, "2.5"), (1e15, "1000000000000000.0"),
      (9_999_999_999_999_998, "9999999999999998.0"),
      (1e16, "1e+16"), (1.5e16, "1.5e+16"), (1e20, "1e+20"), (1e100, "1e+100"), (0.0001, "0.0001"),
      (0.00012, "0.00012"), (1e-5, "1e-05"),
      (1.25e-7, "1.25e-07"), (-1e-10, "-1e-10"), (123456.789, "123456.789"), (1.0 / 3, "0.3333333333333333"),
      (.leastNonzeroMagnitude, "5e-324"), (.greatestFiniteMagnitude, "1.7976931348623157e+308"), (.nan, "nan"),
      (-.infinity, "-inf"),
    ] as [(Double, String)])
  func numbersArePrintedAsPythonDoes(_ number: Double, _ text: String) {
    #expect(number.pythonText == text)
  }

  @Test func valuesArePrintedAsPythonDoes() {
    let value: JSONValue = [
      "a", nil, 1.5, true, "it's", "\"q\"", "both ' and \"", "é\u{200B}\n\\\u{7F}\u{E000}\u{1F600}", ["k": []],
    ]
    #expect(
      value.templateText
        == #"['a', None, 1.5, True, "it's", '"q"', 'both \' and "', 'é\u200b\n\\\x7f\ue000😀', {'k': []}]"#)
    #expect(JSONValue.string("it's").templateText == "it's")
  }

  @Test func keysAreSortedAsJinjaDoes() {
    let object: JSONObject = ["b": 1, "B": 2, "a": 3, "A": 4, "_": 5, "Z": 6, "é": 7, "É": 8]
    #expect(object.sortedForTemplate.map(\.key) == ["_", "a", "A", "b", "B", "Z", "é", "É"])
  }

  @Test func splitsAtBytes() {
    #expect("a<channel|>\u{338}b".splitForTemplate(by: "<channel|>") == ["a", "\u{338}b"])
    #expect("<channel|><channel|>".splitForTemplate(by: "<channel|>") == ["", "", ""])
    #expect("".splitForTemplate(by: "<channel|>") == [""])
  }
}
