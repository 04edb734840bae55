import Screen
import Testing

@testable import Interface

@Suite struct QuestionTests {
  private func outcome(_ event: InputEvent) -> Question.Outcome {
    var question = Question("delete it?", answers: [("y", "delete")], keep: "keep")
    return question.handle(event, bindings: .standard)
  }

  @Test(arguments: ["enter", "escape", "n", "N", "ctrl-c"]) func keeps(_ key: String) throws {
    #expect(outcome(try Dialog.event(key)) == .closed)
  }

  @Test(arguments: ["y", "Y"]) func onlyItsOwnKeyLosesSomething(_ key: String) throws {
    #expect(outcome(try Dialog.event(key)) == .answered(0))
  }

  @Test func nothingElseAnswers() {
    #expect(outcome(.paste("y")) == .open)
    #expect(outcome(.text("yes")) == .open)
    #expect(outcome(.key(.character("y"), .control)) == .open)
    #expect(outcome(.key(.delete, [])) == .open)
    #expect(outcome(.mouse(.press, at: Point(x: 1, y: 1), [])) == .open)
  }

  @Test func theAnswersAreSeenWhereTheTextIsNot() {
    var question = Question(
      String(repeating: "a long question ", count: 20), answers: [("y", "delete")], keep: "keep")
    let rows = Dialog.frame(20, 3) { question.render(into: &$0, rect: $1, isASCII: false) }.snapshot
    #expect(rows[1] == " y delete   n keep")
  }
}

@Suite struct SearchLineTests {
  @Test(
    arguments: [
      ("x", SearchLine.Outcome.query("thex")), ("ctrl-u", .query("")), ("enter", .previous), ("up", .previous),
      ("ctrl-s", .previous), ("down", .next), ("escape", .closed), ("left", .open), ("pageup", .passed),
    ] as [(String, SearchLine.Outcome)])
  func keys(_ key: String, _ outcome: SearchLine.Outcome) throws {
    var line = SearchLine("the")
    #expect(line.handle(try Dialog.event(key), bindings: .standard) == outcome)
  }

  private func row(_ status: Transcript.SearchStatus?, _ text: String = "the", width: Int = 40) -> String {
    var line = SearchLine(text)
    line.status = status
    return Dialog.frame(width, 3) { line.render(into: &$0, rect: $1, isASCII: false) }.snapshot[1]
  }

  @Test func saysWhereOneIs() {
    #expect(row(.init(current: 3, count: 17, isComplete: true)) == " › the                          3 of 17")
    #expect(row(.init(current: 3, count: 17, isComplete: false)).hasSuffix(" 3 of 17 so far"))
    #expect(row(.init(current: nil, count: 0, isComplete: true)).hasSuffix(" nothing found"))
    #expect(row(.init(current: nil, count: 0, isComplete: false)).hasSuffix(" searching"))
    #expect(row(nil, "") == " ›")
    #expect(row(.init(current: 3, count: 17, isComplete: true), width: 12) == " › the")
  }
}
