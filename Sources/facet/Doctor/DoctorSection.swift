import Chat

/// One part of what `facet doctor` looks at: what it found, for people and for programs, and what is wrong with it.
///
/// A new part is a new type and a place in ``DoctorCommand/sections(_:_:)``.
protocol DoctorSection: Sendable {
  /// The heading for people.
  var title: String { get }
  /// The key in JSON.
  var key: String { get }
  /// What was found, a label and a value each.
  var rows: [DoctorRow] { get }
  /// The same for programs.
  var json: JSONValue { get }
  /// What is wrong.
  var findings: [DoctorFinding] { get }
}

/// A label with what was found.
struct DoctorRow: Sendable, Equatable {
  var label: String
  var value: String

  init(_ label: String, _ value: String) {
    (self.label, self.value) = (label, value)
  }
}

/// Something that is wrong.
struct DoctorFinding: Sendable, Equatable {
  enum Severity: String, Sendable {
    /// Something does not work that everybody needs.
    case broken
    /// It works, and could work better.
    case advice
  }

  var severity: Severity
  /// What is wrong, and after a semicolon what to do.
  var sentence: String

  static func broken(_ sentence: String) -> DoctorFinding { DoctorFinding(severity: .broken, sentence: sentence) }
  static func advice(_ sentence: String) -> DoctorFinding { DoctorFinding(severity: .advice, sentence: sentence) }

  /// What an error says, without the dot at its end.
  static func broken(_ error: any Error) -> DoctorFinding { .broken(Failure(error).sentence) }
}
