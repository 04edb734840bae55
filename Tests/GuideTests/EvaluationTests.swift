import Chat
import Foundation
import TestSupport
import Testing

@testable import GuideEvaluation

/// The evaluation of guides that are no models: what they say is known.
@Suite struct EvaluationTests {
  /// Answers with what a function says, after a thought if one is wanted.
  private struct Puppet: Assistant {
    let thought: String
    let answer: @Sendable (Conversation) -> String

    func prepare(_ conversation: Conversation, progress: @escaping @Sendable (ReadingProgress) -> Void) async {}

    func reply(to conversation: Conversation, options: ReplyOptions) -> AsyncThrowingStream<ReplyEvent, any Error> {
      let answer = answer(conversation)
      return AsyncThrowingStream { continuation in
        if conversation.isThinking { continuation.yield(.thought(thought)) }
        for character in answer { continuation.yield(.answer(String(character))) }
        continuation.yield(.finished(.endOfTurn, ReplyFigures()))
        continuation.finish()
      }
    }

    func stop() {}
  }

  private static func guide(
    thought: String = "They ask.", _ answer: @escaping @Sendable (Conversation) -> String
  ) -> GuideUnderTest {
    GuideUnderTest(Puppet(thought: thought, answer: answer))
  }

  /// A folder with a manual of three topics.
  private static func data(_ folder: TestFolder) throws -> GuideData {
    let manual = "[a]\nabout: a\nAll.\n[b]\nabout: b\nBut.\n[offtopic]\nabout: c\nNo.\n"
    for (name, text) in [
      ("Training/data/manual.txt", manual), ("Training/data/spoken.tsv", "a\tone\nb\ttwo\n"),
      ("Evaluation/questions.tsv", "a\t1\nb\t2\na\t3\nb\t4\n"), ("Evaluation/offtopic.tsv", "offtopic\t5\n"),
      ("Evaluation/followups.tsv", "a\t1\tb\t6\n"),
    ] { try folder.write(Data(text.utf8), named: name) }
    return try GuideData(folder: folder.path)
  }

  @Test func typedAnswersAreHeldAgainstTheManual() async throws {
    let folder = try TestFolder()
    let evaluation = Evaluation(data: try Self.data(folder))
    // It knows everything but question 4.
    let said = ["1": "All.", "2": "But.\n", "3": "All.", "4": "All.", "5": "No.", "6": "But."]
    let guide = Self.guide { said[$0.messages.last?.text ?? ""] ?? "" }
    let questions = try await evaluation.report(of: .questions, guide).rows
    #expect(questions.map(\.measure) == [.share(right: 3, of: 4)])
    #expect(questions[0].misses == [.init(asked: "4", expected: "[b]", came: "[a] All.")])
    #expect(try await evaluation.report(of: .offtopic, guide).rows.map(\.value) == [1])
    #expect(try await evaluation.report(of: .followups, guide).rows.map(\.value) == [1])
    let thinking = try await evaluation.report(of: .thinking, guide).rows
    #expect(thinking.map(\.measure) == [.share(right: 4, of: 4), .share(right: 3, of: 4)])
  }

  @Test func theSecondQuestionComesWithTheFirstAnswer() async throws {
    let folder = try TestFolder()
    let evaluation = Evaluation(data: try Self.data(folder))
    let guide = Self.guide { conversation in
      let texts = conversation.messages.map(\.text)
      return texts == ["1"] ? "Something else." : texts == ["1", "Something else.", "6"] ? "But." : ""
    }
    #expect(try await evaluation.report(of: .followups, guide).rows.map(\.value) == [1])
  }

  @Test(arguments: ["", String(repeating: "hm ", count: 100)])
  func aThoughtThatIsEmptyOrLongIsNotRight(_ thought: String) async throws {
    let folder = try TestFolder()
    let evaluation = Evaluation(data: try Self.data(folder))
    let guide = Self.guide(thought: thought) { _ in "All." }
    #expect(try await evaluation.report(of: .thinking, guide).rows.map(\.value) == [0, 0.5])
  }

  @Test func aGuideThatSeesIsRightAndOneThatGuessesIsNot() async throws {
    let folder = try TestFolder()
    let evaluation = Evaluation(data: try Self.data(folder), samples: 3)
    let kinds: [String: Drawing.Kind] = [
      "single-figures": .figures(1), "groups-of-three": .figures(3), "diagrams": .diagram, "other-pictures": .other,
    ]
    let seeing = Self.guide { conversation in
      let name = conversation.messages[0].attachments[0].name.dropLast(4)
      let parts = name.split(separator: "-")
      guard let number = parts.last.flatMap({ Int($0) }), let kind = kinds[parts.dropLast().joined(separator: "-")]
      else { return "" }
      return SceneWords.answer(for: Drawing(kind, seed: evaluation.seed, number: number).scene)
    }
    let right = try await evaluation.report(of: .pictures, seeing)
    #expect(right.rows.allSatisfy { $0.value == 1 } && right.holds)
    #expect(
      right.rows.map(\.measure).prefix(3)
        == [.share(right: 3, of: 3), .share(right: 9, of: 9), .share(right: 3, of: 3)])
    let guessing = try await evaluation.report(of: .pictures, Self.guide { _ in "A red house." })
    #expect(guessing.rows.allSatisfy { $0.value == 0 } && !guessing.holds)
    #expect(guessing.rows[0].misses.count == 3)
  }

  @Test func whatIsHeardIsCountedUnderEachCondition() async throws {
    let folder = try TestFolder()
    let evaluation = Evaluation(data: try Self.data(folder), samples: 2)
    let report = try await evaluation.report(of: .speech, Self.guide { _ in "All." })
    guard SpeechSynthesizer() != nil else {
      #expect(report.rows.isEmpty && report.skipped.count == 1)
      return
    }
    // Two commands, one of them "a", under three conditions; digits; a sentence about anything else.
    #expect(report.rows.prefix(3).map(\.measure) == Array(repeating: .share(right: 1, of: 2), count: 3))
    #expect(report.rows.dropFirst(3).allSatisfy { $0.value == 0 && !$0.misses.isEmpty })
    #expect(report.rows.count == 8)
  }

  @Test func fewerSamplesAreSpreadOverAll() throws {
    let folder = try TestFolder()
    let data = try Self.data(folder)
    #expect(Evaluation(data: data, samples: 3).spread([1, 2, 3, 4, 5, 6]) == [1, 3, 5])
    #expect(Evaluation(data: data).spread([1, 2, 3]) == [1, 2, 3])
    #expect(Evaluation(data: data, samples: 9).spread([1, 2, 3, 4], atMost: 2) == [1, 3])
    #expect(Evaluation(data: data).spread([Int]()) == [])
  }

  @Test func aProgramIsMeasured() throws {
    let rows = try SpeedEvaluation(program: "/bin/echo").rows(runs: 3)
    #expect(rows.map(\.isMet) == [nil, true, true])
    #expect(rows[0].value <= rows[1].value)
    #expect(throws: EvaluationError.failed(program: "/bin/false", status: 1)) {
      try SpeedEvaluation(program: "/bin/false").rows(runs: 1)
    }
    #expect(throws: EvaluationError.silent(program: "/bin/true")) { try SpeedEvaluation(program: "/bin/true").rows() }
    #expect(throws: EvaluationError.self) { try SpeedEvaluation(program: "/no/such/program").rows() }
  }
}
