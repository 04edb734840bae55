import Foundation

/// How an error ends the program: a sentence for people, and an exit status for programs.
struct Failure: Equatable {
  var sentence: String
  var status: CInt

  /// The one place that turns an error into a sentence.
  init(_ error: any Error) {
    switch error {
    case let error as ArgumentError:
      self.init(sentence: error.description, status: 2)
    case let error as InputError where error.isArgument:
      self.init(sentence: error.description, status: 2)
    case let error as CocoaError:
      self.init(sentence: error.localizedDescription, status: 1)
    default:
      // Every room's errors describe themselves in one sentence.
      self.init(sentence: String(describing: error), status: 1)
    }
  }

  init(sentence: String, status: CInt) {
    // The sentence stands after "facet: " and is one line, whatever a file's name holds.
    let line = sentence.replacing("\n", with: " ")
    self.sentence = line.hasSuffix(".") ? String(line.dropLast()) : line
    self.status = status
  }
}
