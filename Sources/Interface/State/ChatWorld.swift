import Foundation

/// What the chat has to know of the world when something happens; it never looks for itself.
public struct ChatWorld {
  /// Seconds on a clock that never goes back.
  public var time = 0.0
  /// The date and time.
  public var date = Date(timeIntervalSince1970: 0)
  /// Where the person is, for the time of day.
  public var timeZone = TimeZone.current
  /// The home folder, for `~`.
  public var home = ""
  /// The present folder.
  public var folder = ""
  /// What there is at a path.
  public var status: (String) -> FileStatus = { _ in .missing }
  /// What is in a folder; "" is the present one.
  public var list: (String) -> [PathEntry] = { _ in [] }
  /// The themes that there are.
  public var themes: () -> [String] = { [] }

  /// No files, at the beginning of time.
  public init() {}
}
