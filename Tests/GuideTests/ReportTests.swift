import Foundation
import Testing

@testable import GuideEvaluation

@Suite struct ReportTests {
  private static let miss = EvaluationRow.Miss(asked: "and?", expected: "[send]", came: "[quit] Ctrl-Q leaves facet.")

  private static var report: EvaluationReport {
    var report = EvaluationReport()
    var questions = EvaluationRow("questions", target: 0.95)
    for index in 0..<20 { questions.count(index != 7, miss) }
    var figures = EvaluationRow("figures", target: 0.9)
    figures.count(right: 2, of: 3, miss)
    report.rows = [
      questions, figures, EvaluationRow("noise"), EvaluationRow("time", .seconds(0.4321, runs: 5), target: 1),
      EvaluationRow("memory", .megabytes(151, runs: 5), target: 150),
    ]
    report.skipped = ["speech: skipped."]
    return report
  }

  @Test func aTargetIsMetFromItOnAndLimitsUpToThem() {
    #expect(Self.report.rows.map(\.isMet) == [true, false, nil, true, false])
    #expect(!Self.report.holds)
    var good = Self.report
    good.rows = good.rows.filter { $0.isMet != false }
    #expect(good.holds)
    good.failed = ["speed: failed."]
    #expect(!good.holds)
    // Nothing that was asked is nothing that was right.
    #expect(EvaluationRow("empty", target: 0.5).isMet == false)
  }

  @Test func theTableTellsEveryFigure() {
    let expected = """
                   n   right    value     target   met
      questions   20      19   95.0 %     ≥ 95 %   yes
      figures      3       2   66.7 %     ≥ 90 %    NO
      noise        0       0    0.0 %          —     —
      time         5           0.43 s      ≤ 1 s   yes
      memory       5           151 MB   ≤ 150 MB    NO
      speech: skipped.
      """
    #expect(Self.report.table == expected)
  }

  @Test func missesAreToldUnderTheirRow() {
    let lines = Self.report.misses.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    let one = ["and?", "expected: [send]", "came:     [quit] Ctrl-Q leaves facet."]
    #expect(lines == ["questions"] + one + ["figures"] + one)
  }

  @Test func programsGetTheSameAsJSON() throws {
    let text = try Self.report.json(withMisses: true)
    let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let rows = try #require(object["rows"] as? [[String: Any]])
    #expect(object["holds"] as? Bool == false)
    #expect(rows.map { $0["name"] as? String } == Self.report.rows.map(\.name))
    #expect(rows[0]["n"] as? Int == 20 && rows[0]["right"] as? Int == 19 && rows[0]["isMet"] as? Bool == true)
    #expect((rows[0]["misses"] as? [[String: String]])?.first?["expected"] == "[send]")
    #expect(rows[3]["unit"] as? String == "seconds" && rows[3]["right"] == nil)
    #expect(!(try Self.report.json(withMisses: false).contains("misses")))
  }
}
