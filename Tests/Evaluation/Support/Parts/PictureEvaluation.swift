import Chat
import Foundation

/// Holds the guide against drawings that are attached by path.
struct PictureEvaluation {
  let evaluation: Evaluation
  let guide: GuideUnderTest

  /// How people ask about a picture; one of them says nothing, as one does who drops a file and presses Enter.
  private static let questions = [
    "What do you see?", "what can you make out here?", "Tell me what's drawn here.", "",
    "Could you describe the picture I attached?", "what am I looking at", "please name what is on this sheet",
    "have a look at this drawing",
  ]

  /// How they ask about a picture of this kind.
  private static func questions(about kind: Drawing.Kind) -> [String] {
    switch kind {
    case .figures(1): questions + ["Which shape is this?", "name this figure and its colour"]
    case .figures: questions + ["Which shapes are these?", "Which things are drawn, and in which colours?"]
    case .diagram:
      [
        "What do you see?", "Which boxes are connected, and how?", "explain this sketch to me", "",
        "what does this diagram tell", "Tell me which box points to which.", "Describe the flow, please.",
      ]
    case .other: questions
    }
  }

  func report() async throws -> EvaluationReport {
    var report = EvaluationReport()
    var single = EvaluationRow("single figures: colour and shape", target: 0.97)
    try await look(at: .figures(1), count: 300, "single figures") { count($0, in: &single) }
    var three = EvaluationRow("figures in groups of three", target: 0.9)
    var wholeThree = EvaluationRow("groups of three, whole answers")
    try await look(at: .figures(3), count: 100, "groups of three") { seen in
      count(seen, in: &three)
      countWhole(seen, in: &wholeThree)
    }
    var (boxes, arrows) = (EvaluationRow("diagrams: boxes"), EvaluationRow("diagrams: arrows"))
    var diagrams = EvaluationRow("diagrams, whole answers")
    try await look(at: .diagram, count: 100, "diagrams") { seen in
      guard case .diagram(let colours, let expected) = seen.scene else { return }
      boxes.count(SceneWords.boxes(in: seen.answer) == colours, seen.miss)
      arrows.count(SceneWords.arrows(in: seen.answer) == Set(expected), seen.miss)
      countWhole(seen, in: &diagrams)
    }
    var others = EvaluationRow("pictures of something else")
    try await look(at: .other, count: 50, "other pictures") { countWhole($0, in: &others) }
    report.rows = [single, three, wholeThree, boxes, arrows, diagrams, others]
    return report
  }

  /// A picture that was shown, and what the guide said.
  private struct Seen {
    let scene: Scene
    let answer: String
    let miss: EvaluationRow.Miss
  }

  /// Counts every figure that is named at its place.
  private func count(_ seen: Seen, in row: inout EvaluationRow) {
    guard case .figures(let expected) = seen.scene else { return }
    let named = SceneWords.figures(in: seen.answer)
    row.count(right: zip(expected, named).count { $0 == $1 }, of: expected.count, seen.miss)
  }

  private func countWhole(_ seen: Seen, in row: inout EvaluationRow) {
    row.count(seen.answer == SceneWords.answer(for: seen.scene), seen.miss)
  }

  private func look(
    at kind: Drawing.Kind, count: Int, _ name: String, _ judge: (Seen) -> Void
  ) async throws {
    let questions = Self.questions(about: kind)
    let folder = try MediaFolder(keeping: evaluation.keeping)
    let numbers = Array(0..<min(count, evaluation.samples ?? count))
    try await evaluation.each(name, of: numbers) { _, number in
      let drawing = Drawing(kind, seed: evaluation.seed, number: number)
      let file = name.replacingOccurrences(of: " ", with: "-") + "-\(number).png"
      let question = questions[number % questions.count]
      let answer = try await folder.with(PNGWriter.bytes(of: drawing.sheet), named: file) { path in
        try await guide.answer(to: question, attachments: [try Attachment(.picture, path: path)])
      }
      judge(
        Seen(
          scene: drawing.scene, answer: answer,
          miss: .init(
            asked: "\(file), \(drawing.sheet.width)×\(drawing.sheet.height): \(question)",
            expected: SceneWords.answer(for: drawing.scene), came: answer)))
    }
  }
}
