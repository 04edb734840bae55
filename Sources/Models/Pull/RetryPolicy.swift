import Foundation

/// How long and how often a download waits for a network that does not give.
public struct RetryPolicy: Sendable {
  /// How many tries in a row may bring nothing new.
  public var tries = 5
  /// What is waited after the first of them, in seconds; after each further one twice as long.
  public var firstWait = 1.0
  /// The longest wait, in seconds.
  public var longestWait = 60.0
  /// The longest wait that a server may ask for, in seconds; beyond that the person is told.
  public var longestAskedWait = 600.0
  /// After so many seconds without a byte a connection counts as dead.
  public var stallTime = 30.0
  /// How long a second is; tests shorten it.
  public var second = Duration.seconds(1)
  /// A number from 0 to 1: many programs that were cut off together do not come back together.
  public var chance: @Sendable () -> Double = { Double.random(in: 0...1) }

  /// The usual patience.
  public init() {}

  /// The wait after this many tries without success, counted from 1, in seconds: between a half and the whole of the doubled time.
  func wait(afterTry number: Int) -> Double {
    let whole = min(longestWait, firstWait * pow(2, Double(max(0, number - 1))))
    return whole * (0.5 + 0.5 * min(1, max(0, chance())))
  }

  /// What a `Retry-After` header asks for, in seconds: a number of them, or a date (RFC 9110, 10.2.3).
  static func seconds(retryAfter text: String?, now: Date = Date()) -> Double? {
    guard let text = text?.trimmingCharacters(in: .whitespaces), !text.isEmpty else { return nil }
    if let seconds = Double(text), seconds.isFinite { return max(0, seconds) }
    let format = DateFormatter()
    format.locale = Locale(identifier: "en_US_POSIX")
    format.timeZone = TimeZone(identifier: "GMT")
    format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
    return format.date(from: text).map { max(0, $0.timeIntervalSince(now)) }
  }
}
