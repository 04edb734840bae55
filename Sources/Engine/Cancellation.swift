import Synchronization

/// A flag that another thread raises to stop work between two steps.
final class Cancellation: Sendable {
  private enum Level {
    static let none = 0
    /// Something that begins alike is wanted now: the chunk under way is of use to it.
    static let superseded = 1
    static let cancelled = 2
  }

  private let level = Atomic(Level.none)

  /// Asks for the end at once.
  func cancel() { level.store(Level.cancelled, ordering: .releasing) }

  /// Asks for the end as soon as nothing is lost by it.
  func supersede() {
    _ = level.compareExchange(expected: Level.none, desired: Level.superseded, ordering: .acquiringAndReleasing)
  }

  var isCancelled: Bool { level.load(ordering: .acquiring) == Level.cancelled }

  /// To be called anywhere.
  ///
  /// - Throws: `CancellationError` once the end was asked for at once.
  func check() throws {
    if isCancelled { throw CancellationError() }
  }

  /// To be called where all that was done can be kept.
  ///
  /// - Throws: `CancellationError` once the end was asked for.
  func checkBetweenChunks() throws {
    if level.load(ordering: .acquiring) != Level.none { throw CancellationError() }
  }
}
