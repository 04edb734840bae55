import Foundation

/// What a pull tells of its progress; sizes are in bytes.
public enum PullEvent: Sendable, Equatable {
  /// The hub is asked what this repository holds.
  case listing(repository: String)
  /// A file that is there, or a part of one, is read to see whether it is right.
  case checking(file: String, done: Int, of: Int)
  /// The file is there and right.
  case present(file: String, bytes: Int)
  /// So much of a file is there; `before` were there when this run of the program began with it.
  case fetching(file: String, done: Int, of: Int?, before: Int)
  /// Something went wrong that may pass: the next try comes after so many seconds.
  case waiting(reason: PullError, seconds: Double, nextTry: Int, of: Int)
  /// What was there of a file is thrown away, and it is fetched from its beginning.
  case startingAnew(file: String)
  /// The file is complete and in its place.
  case fetched(file: String, bytes: Int)
}
