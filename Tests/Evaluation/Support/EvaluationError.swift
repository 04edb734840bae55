/// Why the guide cannot be evaluated.
public enum EvaluationError: Error, Equatable, Sendable {
  /// A file of questions, or the manual, that cannot be read.
  case unreadable(path: String, reason: String)
  /// A line that has not so many fields.
  case wrongFields(path: String, line: Int, expected: Int, found: Int)
  /// A line that names a topic which the manual has not.
  case unknownTopic(path: String, line: Int, topic: String)
  /// A topic of the manual without an answer, or with several.
  case answersOfTopic(path: String, topic: String, count: Int)
  /// A program that was started ended with this status.
  case failed(program: String, status: Int32)
  /// A program could not be started.
  case notStarted(program: String, reason: String)
  /// A program that was to answer printed nothing.
  case silent(program: String)
  /// espeak-ng wrote something that is no sound of 16 bits in one channel.
  case noWave(text: String)
}

extension EvaluationError: CustomStringConvertible {
  /// A sentence that says what is wrong.
  public var description: String {
    switch self {
    case .unreadable(let path, let reason): "\(path) cannot be read: \(reason)."
    case .wrongFields(let path, let line, let expected, let found):
      "\(path), line \(line): \(found) fields stand there, \(expected) are needed, with tabs between them."
    case .unknownTopic(let path, let line, let topic):
      "\(path), line \(line): the manual has no topic “\(topic)”."
    case .answersOfTopic(let path, let topic, let count): "\(path): the topic “\(topic)” has \(count) answers, not one."
    case .failed(let program, let status): "\(program) ended with status \(status)."
    case .notStarted(let program, let reason): "\(program) cannot be started: \(reason)."
    case .silent(let program): "\(program) printed nothing."
    case .noWave(let text): "espeak-ng gave no sound for “\(text)”."
    }
  }
}
