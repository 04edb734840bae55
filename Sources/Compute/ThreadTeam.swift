import CKernels

/// Threads that work on one loop at a time.
public final class ThreadTeam: @unchecked Sendable {
  // The C team keeps its own order; `run` is called from the inference thread only.

  /// How many threads take part, the caller included.
  public let count: Int
  private let team: OpaquePointer

  /// Starts the threads.
  ///
  /// - Throws: ``ComputeError/noThread``.
  public init(count: Int) throws {
    guard count > 0, let team = facet_team_create(count) else { throw ComputeError.noThread }
    self.count = count
    self.team = team
  }

  deinit { facet_team_destroy(team) }

  /// Calls `body` for every index below `count`, on all threads, and returns when all calls have returned.
  public func run(_ count: Int, _ body: (Int) -> Void) {
    withoutActuallyEscaping(body) { escaping in
      var box = escaping
      withUnsafeMutablePointer(to: &box) { pointer in
        facet_team_run(
          team, count,
          { context, index in context?.assumingMemoryBound(to: ((Int) -> Void).self).pointee(index) }, pointer)
      }
    }
  }

  /// Splits `0..<count` into pieces of at most `size` and calls `body` for each on all threads.
  public func run(_ count: Int, by size: Int, _ body: (Range<Int>) -> Void) {
    run((count + size - 1) / size) { body($0 * size..<min(count, ($0 + 1) * size)) }
  }
}
