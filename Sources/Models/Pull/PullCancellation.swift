import Foundation

/// The way to stop a pull from another thread; it can be used once.
public final class PullCancellation: Sendable {
  private let condition = NSCondition()
  /// Guarded by the condition.
  nonisolated(unsafe) private var isSet = false
  /// Guarded by the condition.
  nonisolated(unsafe) private var act: (@Sendable () -> Void)?

  /// One that nobody has used yet.
  public init() {}

  /// Stops what is under way, and all that comes.
  public func cancel() {
    condition.lock()
    isSet = true
    let act = act
    condition.broadcast()
    condition.unlock()
    act?()
  }

  /// Whether it was used.
  public var isCancelled: Bool {
    condition.lock()
    defer { condition.unlock() }
    return isSet
  }

  /// Ends with `PullError.cancelled` if it was used.
  func check() throws(PullError) {
    if isCancelled { throw .cancelled }
  }

  /// Sleeps, but not beyond a cancellation.
  func wait(_ duration: Duration) throws(PullError) {
    let seconds = Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
    let end = Date(timeIntervalSinceNow: seconds)
    condition.lock()
    while !isSet, condition.wait(until: end) {}
    condition.unlock()
    try check()
  }

  /// Calls `act` when it is used while `body` runs, or at once if it already was.
  func acting<Result>(_ act: @escaping @Sendable () -> Void, _ body: () -> Result) -> Result {
    condition.lock()
    self.act = act
    let isSet = isSet
    condition.unlock()
    if isSet { act() }
    defer {
      condition.lock()
      self.act = nil
      condition.unlock()
    }
    return body()
  }
}
