import Foundation
import TestSupport
import Testing

@testable import GuideEvaluation

@Suite struct DataTests {
  @Test func theManualAnswersEachTopicOnce() throws {
    let manual = try GuideData().manual
    #expect(manual.answers["send"] == "Enter sends the message.")
    #expect(manual.answers.count > 80)
    #expect(Set(manual.answers.values).count == manual.answers.count)
    #expect(manual.isRight(" Enter sends the message.\n", for: "send"))
    #expect(!manual.isRight("Enter sends the message.", for: "quit"))
    #expect(!manual.isRight("", for: "no such topic"))
    #expect(manual.named("Enter sends the message.") == "[send] Enter sends the message.")
    #expect(manual.named("Well.") == "Well.")
  }

  @Test func followupsNameTopicsOfTheManual() throws {
    let followups = try GuideData().followups()
    #expect(followups.count >= 40)
    #expect(Set(followups.map(\.second.text)).count == followups.count)
  }

  @Test func badLinesAreNamed() throws {
    let folder = try TestFolder()
    try folder.write(Data("[a]\nabout: it\nYes.\n".utf8), named: "Training/data/manual.txt")
    let path = try folder.write(Data("a\tis it?\n\nb\tand this?\n".utf8), named: "Evaluation/questions.tsv")
    let data = try GuideData(folder: folder.path)
    #expect(throws: EvaluationError.unknownTopic(path: path, line: 3, topic: "b")) { try data.questions() }
    try folder.write(Data("a is it?\n".utf8), named: "Evaluation/offtopic.tsv")
    #expect(throws: EvaluationError.self) { try data.offtopic() }
    #expect(throws: EvaluationError.self) { try data.followups() }
    let manual = try folder.write(Data("[a]\nabout: it\n".utf8), named: "Training/data/manual.txt")
    #expect(throws: EvaluationError.answersOfTopic(path: manual, topic: "a", count: 0)) {
      try GuideData(folder: folder.path)
    }
  }
}
