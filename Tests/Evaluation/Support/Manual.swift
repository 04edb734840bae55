import Foundation

/// What the guide knows: the answer to each topic, as in the training's `manual.txt`.
public struct Manual: Sendable, Equatable {
  /// The answers by their topics.
  public let answers: [String: String]

  /// Reads a manual: `[topic]`, a line `about: …`, and the answer in one line.
  ///
  /// - Throws: ``EvaluationError`` unless each topic has exactly one answer.
  public init(path: String) throws(EvaluationError) {
    var found: [String: [String]] = [:]
    var topic: String?
    for line in try TextFile.lines(path: path) where !line.text.hasPrefix("#") {
      if line.text.hasPrefix("["), line.text.hasSuffix("]") {
        let name = String(line.text.dropFirst().dropLast())
        found[name, default: []] += []
        topic = name
      } else if let topic, !line.text.hasPrefix("about: ") {
        found[topic, default: []].append(line.text)
      }
    }
    for (topic, answers) in found where answers.count != 1 {
      throw .answersOfTopic(path: path, topic: topic, count: answers.count)
    }
    answers = found.compactMapValues(\.first)
  }

  /// A manual of these answers.
  public init(answers: [String: String]) { self.answers = answers }

  /// Whether an answer is the one of a topic, but for space around it.
  public func isRight(_ answer: String, for topic: String) -> Bool {
    answer.trimmingCharacters(in: .whitespacesAndNewlines) == answers[topic]
  }

  /// An answer with the topic that it belongs to.
  ///
  ///     "Enter sends the message."  →  "[send] Enter sends the message."
  public func named(_ answer: String) -> String {
    let topic = answers.first { isRight(answer, for: $0.key) }?.key
    return (topic.map { "[\($0)] " } ?? "") + answer
  }
}
