import Synchronization

/// A number that closures on several threads count with.
public final class Counter: Sendable {
  private let count = Mutex(0)

  /// One that stands at 0.
  public init() {}

  /// Where it stands.
  public var value: Int { count.withLock { $0 } }

  /// Counts on, and gives where it then stands.
  @discardableResult
  public func next(_ step: Int = 1) -> Int {
    count.withLock { count in
      count += step
      return count
    }
  }
}
