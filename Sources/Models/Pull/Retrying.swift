import Foundation

/// Tries again what a network may make fail, with waits that grow.
struct Retrying: Sendable {
  let policy: RetryPolicy
  let cancellation: PullCancellation
  let report: @Sendable (PullEvent) -> Void

  /// Runs `body` until it succeeds, fails for good, or has failed too often without getting further.
  ///
  /// `progress` says how far the work is; whenever it is further than ever before, the counting begins anew.
  func run<Result>(
    progress: () -> Int = { 0 }, _ body: () throws(PullError) -> Result
  ) throws(PullError) -> Result {
    var failures = 0
    var furthest = progress()
    while true {
      try cancellation.check()
      do throws(PullError) {
        return try body()
      } catch {
        guard error.isPassing else { throw error }
        let reached = progress()
        failures = reached > furthest ? 0 : failures + 1
        furthest = max(furthest, reached)
        guard failures < policy.tries else { throw error }
        var seconds = policy.wait(afterTry: max(1, failures))
        if case .busy(_, let asked?) = error {
          guard Double(asked) <= policy.longestAskedWait else { throw error }
          seconds = max(seconds, Double(asked))
        }
        report(.waiting(reason: error, seconds: seconds, nextTry: failures + 1, of: policy.tries))
        try cancellation.wait(policy.second * seconds)
      }
    }
  }
}
