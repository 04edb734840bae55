import Chat

/// Holds the guide against typed questions: alone, about other things, in conversations, and with thinking.
struct TypedEvaluation {
  let evaluation: Evaluation
  let guide: GuideUnderTest

  private var manual: Manual { evaluation.data.manual }

  /// The most characters of a thought that counts as short.
  static let longestThought = 200

  func rows(of part: EvaluationPart) async throws -> [EvaluationRow] {
    switch part {
    case .questions: [try await asked("questions about facet", evaluation.data.questions(), target: 0.95)]
    case .offtopic: [try await asked("other questions declined", evaluation.data.offtopic(), target: 0.98)]
    case .followups: [try await followups()]
    case .thinking: try await thinking()
    case .pictures, .speech, .speed: []
    }
  }

  private func asked(
    _ name: String, _ questions: [GuideData.Question], target: Double
  ) async throws -> EvaluationRow {
    var row = EvaluationRow(name, target: target)
    try await evaluation.each(name, of: evaluation.spread(questions)) { _, question in
      let answer = try await guide.answer(to: question.text)
      row.count(manual.isRight(answer, for: question.topic), miss(question.text, question.topic, answer))
    }
    return row
  }

  private func followups() async throws -> EvaluationRow {
    var row = EvaluationRow("follow-up questions")
    let followups = evaluation.spread(try evaluation.data.followups())
    try await evaluation.each(row.name, of: followups) { _, followup in
      var conversation = Conversation([.user(followup.first.text)])
      let first = try await guide.reply(to: conversation).answer
      conversation.messages += [Message(.assistant, first), .user(followup.second.text)]
      let answer = try await guide.reply(to: conversation).answer
      let isRight = manual.isRight(answer, for: followup.second.topic)
      let asked = "\(followup.first.text) → \(manual.named(first)) → \(followup.second.text)"
      row.count(isRight, miss(asked, followup.second.topic, answer))
    }
    return row
  }

  private func thinking() async throws -> [EvaluationRow] {
    var thoughts = EvaluationRow("thoughts, short and closed")
    var answers = EvaluationRow("answers after a thought")
    let questions = evaluation.spread(try evaluation.data.questions(), atMost: 40)
    try await evaluation.each("thinking", of: questions) { _, question in
      let reply = try await guide.reply(to: Conversation([.user(question.text)], isThinking: true))
      let isShort = !reply.thought.isEmpty && reply.thought.count <= Self.longestThought
      thoughts.count(
        isShort && reply.isWhole,
        .init(
          asked: question.text, expected: "a thought of at most \(Self.longestThought) characters",
          came: reply.thought))
      answers.count(
        manual.isRight(reply.answer, for: question.topic), miss(question.text, question.topic, reply.answer))
    }
    return [thoughts, answers]
  }

  private func miss(_ asked: String, _ topic: String, _ answer: String) -> EvaluationRow.Miss {
    EvaluationRow.Miss(asked: asked, expected: "[\(topic)]", came: manual.named(answer))
  }
}
