import Chat
import Engine
import Foundation

/// Holds the guide against recordings of a voice that the training never heard.
struct SpeechEvaluation {
  let evaluation: Evaluation
  let guide: GuideUnderTest

  private enum Condition: String, CaseIterable {
    case clear = ""
    case noisy = ", noise 20 dB below"
    case quiet = ", 20 dB quieter"

    /// The file to attach; a clear recording is just what espeak-ng wrote.
    func file(_ bytes: Data, seed: UInt64) -> Data? {
      if self == .clear { return bytes }
      guard let wave = SpokenWave(pipe: bytes) else { return nil }
      return self == .noisy ? wave.noisy(20, seed: seed).file : wave.quieter(by: 20).file
    }
  }

  /// What is said, and in which manner.
  private struct Utterance {
    let text: String
    let voice: Voice
  }

  func report() async throws -> EvaluationReport {
    var report = EvaluationReport()
    guard let synthesizer = SpeechSynthesizer() else {
      report.skipped = ["speech: skipped, since espeak-ng is not installed (apt install espeak-ng)."]
      return report
    }
    report.rows += try await commands(synthesizer)
    report.rows += try await digits(synthesizer)
    report.rows.append(try await others(synthesizer))
    return report
  }

  private func commands(_ synthesizer: SpeechSynthesizer) async throws -> [EvaluationRow] {
    let manual = evaluation.data.manual
    let spoken = evaluation.spread(try evaluation.data.spoken())
    // Everything once, in changing manners, before anything is said again.
    let voices = Voice.heldOut
    let all = voices.indices.flatMap { round in
      spoken.enumerated().map { ($1, voices[($0 + round) % voices.count]) }
    }
    let said = Array(all.prefix(evaluation.samples ?? all.count))
    var rows = self.rows("spoken commands", target: 0.94)
    try await evaluation.each("spoken commands", of: said) { number, said in
      let (question, voice) = said
      let utterance = Utterance(text: question.text, voice: voice)
      try await hear(utterance, "command-\(number)", synthesizer) { condition, answer in
        rows[condition].count(
          manual.isRight(answer, for: question.topic),
          miss(utterance, expected: "[\(question.topic)]", came: manual.named(answer)))
      }
    }
    return rows
  }

  private func digits(_ synthesizer: SpeechSynthesizer) async throws -> [EvaluationRow] {
    var random = RandomSequence(seed: evaluation.seed)
    let numbers = (0..<200).map { _ in (0..<random.whole(in: 1...4)).map { _ in random.whole(in: 0...9) } }
    var rows = self.rows("spoken digits", target: 0.97)
    var whole = EvaluationRow("spoken digits, whole answers")
    try await evaluation.each("spoken digits", of: evaluation.spread(numbers)) { number, digits in
      let voice = Voice.heldOut[number % Voice.heldOut.count]
      let utterance = Utterance(text: SpeechWords.spoken(digits), voice: voice)
      let expected = SpeechWords.answer(to: digits)
      try await hear(utterance, "digits-\(number)", synthesizer) { condition, answer in
        let right = zip(digits, SpeechWords.digits(in: answer)).count { $0 == $1 }
        let miss = miss(utterance, expected: expected, came: answer)
        rows[condition].count(right: right, of: digits.count, miss)
        if condition == 0 { whole.count(answer == expected, miss) }
      }
    }
    return rows + [whole]
  }

  /// Sentences about anything else, which are not understood.
  private func others(_ synthesizer: SpeechSynthesizer) async throws -> EvaluationRow {
    var row = EvaluationRow("other sentences not understood")
    let questions = evaluation.spread(try evaluation.data.offtopic(), atMost: 60)
    try await evaluation.each("other sentences", of: questions) { number, question in
      let utterance = Utterance(text: question.text, voice: Voice.heldOut[number % Voice.heldOut.count])
      try await hear(utterance, "other-\(number)", synthesizer, conditions: [.clear]) { _, answer in
        row.count(
          answer == SpeechWords.unheard,
          miss(utterance, expected: SpeechWords.unheard, came: evaluation.data.manual.named(answer)))
      }
    }
    return row
  }

  /// A row for each condition; what is wanted is wanted of clear recordings.
  private func rows(_ name: String, target: Double) -> [EvaluationRow] {
    Condition.allCases.map { EvaluationRow(name + $0.rawValue, target: $0 == .clear ? target : nil) }
  }

  /// Says it and has the guide hear it under each condition; `judge` gets the condition's number.
  private func hear(
    _ utterance: Utterance, _ name: String, _ synthesizer: SpeechSynthesizer,
    conditions: [Condition] = Condition.allCases, _ judge: (Int, String) -> Void
  ) async throws {
    let bytes = try synthesizer.say(utterance.text, utterance.voice)
    let folder = try MediaFolder(keeping: evaluation.keeping)
    for (index, condition) in conditions.enumerated() {
      let seed = evaluation.seed &+ UInt64(truncatingIfNeeded: name.utf8.reduce(0) { $0 &* 31 &+ Int($1) })
      guard let file = condition.file(bytes, seed: seed) else { throw EvaluationError.noWave(text: utterance.text) }
      let answer = try await folder.with(file, named: "\(name)-\(condition).wav") { path in
        try await guide.answer(to: "", attachments: [try Attachment(.recording, path: path)])
      }
      judge(index, answer)
    }
  }

  private func miss(_ utterance: Utterance, expected: String, came: String) -> EvaluationRow.Miss {
    EvaluationRow.Miss(
      asked: "“\(utterance.text)” (speed \(utterance.voice.speed), pitch \(utterance.voice.pitch))", expected: expected,
      came: came)
  }
}
