import Synchronization

/// A flag that another thread raises to stop work between two steps.
final class Cancellation: Sendable {
  private let flag = Atomic(false)

  func cancel() { flag.store(true, ordering: .releasing) }

  var isCancelled: Bool { flag.load(ordering: .acquiring) }

  /// - Throws: `CancellationError` once the flag is raised.
  func check() throws {
    if isCancelled { throw CancellationError() }
  }
}
