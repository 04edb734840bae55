import Foundation

/// The files of `Sources/Guide` that the guide is held against.
public struct GuideData: Sendable {
  /// A question and the topic of its right answer.
  public struct Question: Sendable, Equatable {
    /// The topic in the manual.
    public let topic: String
    /// What is typed or said.
    public let text: String
  }

  /// Two questions in one conversation.
  public struct Followup: Sendable, Equatable {
    /// The first one.
    public let first: Question
    /// The second one, that is understood from the first.
    public let second: Question
  }

  /// The folder `Sources/Guide`.
  public let folder: String
  /// What the guide knows.
  public let manual: Manual

  /// The files of a folder; by default the one of the source tree that this program was built from.
  ///
  /// - Throws: ``EvaluationError``.
  public init(folder: String = GuideData.sourceFolder) throws(EvaluationError) {
    self.folder = folder
    manual = try Manual(path: folder + "/Training/data/manual.txt")
  }

  /// `Sources/Guide` in the source tree that this program was built from.
  public static let sourceFolder: String = {
    let root = (0..<4).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }
    return root.appendingPathComponent("Sources/Guide").path
  }()

  /// Questions about facet in words that the training has not.
  ///
  /// - Throws: ``EvaluationError``, as all of these.
  public func questions() throws(EvaluationError) -> [Question] { try questions("Evaluation/questions.tsv") }

  /// Questions about anything else.
  public func offtopic() throws(EvaluationError) -> [Question] { try questions("Evaluation/offtopic.tsv") }

  /// Questions and commands that are understood when they are spoken.
  public func spoken() throws(EvaluationError) -> [Question] { try questions("Training/data/spoken.tsv") }

  /// Questions that are understood from the one before.
  public func followups() throws(EvaluationError) -> [Followup] {
    let path = folder + "/Evaluation/followups.tsv"
    var followups: [Followup] = []
    for (line, fields) in try TextFile.table(path: path, fields: 4) {
      followups.append(
        Followup(
          first: try question(fields[0], fields[1], path: path, line: line),
          second: try question(fields[2], fields[3], path: path, line: line)))
    }
    return followups
  }

  private func questions(_ name: String) throws(EvaluationError) -> [Question] {
    let path = folder + "/" + name
    var questions: [Question] = []
    for (line, fields) in try TextFile.table(path: path, fields: 2) {
      questions.append(try question(fields[0], fields[1], path: path, line: line))
    }
    return questions
  }

  private func question(
    _ topic: String, _ text: String, path: String, line: Int
  ) throws(EvaluationError) -> Question {
    guard manual.answers[topic] != nil else { throw .unknownTopic(path: path, line: line, topic: topic) }
    return Question(topic: topic, text: text)
  }
}
