import Chat
import Synchronization

/// Shows a run to a program: one JSON object a line.
struct JSONReporter: RunReporter {
  /// When the last report of loading was written; shared by the copies of the reporter.
  private final class Clock: Sendable {
    let reportedAt = Mutex<ContinuousClock.Instant?>(nil)
  }

  private let clock = Clock()

  func loading(_ share: Double) {
    let isDue = clock.reportedAt.withLock { reportedAt in
      let now = ContinuousClock.now
      if let last = reportedAt, now - last < ProgressLine.interval, share < 1 { return false }
      reportedAt = now
      return true
    }
    // A closed output shows again, and is then reported, when the reply begins.
    if isDue { ByteOutput.standard.writeIfPossible(JSONEvent.loading(share).text + "\n") }
  }

  mutating func show(_ event: ReplyEvent) throws {
    guard let object = JSONEvent.of(event) else { return }
    try ByteOutput.standard.write(object.text + "\n")
  }

  mutating func finish(_ summary: RunSummary) throws {
    try ByteOutput.standard.write(JSONEvent.finished(summary).text + "\n")
  }
}
