import Foundation
import GuideEvaluation
import Testing

/// What the built-in guide must not fall below, on a part of what `evaluate-guide` asks of it.
///
/// The floors lie a little below what it reaches: they tell that an engine or a file has become worse, not how good the guide is.
@Suite struct AnswerTests {
  private func rows(_ part: EvaluationPart, samples: Int) async throws -> [String: Double] {
    let evaluation = Evaluation(data: try GuideData(), samples: samples)
    let report = try await evaluation.report(of: part, try await GuideUnderTest.builtIn(threads: 2))
    #expect(report.failed.isEmpty, "\(report.failed)")
    return Dictionary(uniqueKeysWithValues: report.rows.map { ($0.name, $0.value) })
  }

  private func expect(_ part: EvaluationPart, samples: Int, _ floors: KeyValuePairs<String, Double>) async throws {
    let rows = try await rows(part, samples: samples)
    for (name, floor) in floors {
      let value = try #require(rows[name], "\(rows.keys.sorted())")
      #expect(value >= floor, "\(name): \(value)")
    }
  }

  @Test func itAnswersQuestionsAboutFacet() async throws {
    try await expect(.questions, samples: 100, ["questions about facet": 0.92])
  }

  @Test func itDeclinesOtherQuestions() async throws {
    try await expect(.offtopic, samples: 60, ["other questions declined": 0.94])
  }

  @Test func itKnowsWhatIsAskedNext() async throws {
    try await expect(.followups, samples: 48, ["follow-up questions": 0.9])
  }

  @Test func itThinksWhenAskedTo() async throws {
    try await expect(.thinking, samples: 20, ["thoughts, short and closed": 0.9])
  }
}
