import Chat
import Synchronization

/// Shows a run to a program: one JSON object a line.
struct JSONReporter: RunReporter {
  /// When progress was last written; shared by the copies of the reporter.
  private final class Clock: Sendable {
    private let writtenAt = Mutex<ContinuousClock.Instant?>(nil)

    /// Whether it is time to write again; the last step is always written.
    func isDue(isLast: Bool) -> Bool {
      writtenAt.withLock { writtenAt in
        let now = ContinuousClock.now
        if !isLast, let last = writtenAt, now - last < ProgressLine.interval { return false }
        writtenAt = now
        return true
      }
    }
  }

  private let loadingClock = Clock()
  private let readingClock = Clock()

  func loading(_ share: Double) {
    guard loadingClock.isDue(isLast: share >= 1) else { return }
    // A closed output shows again, and is then reported, when the reply begins.
    ByteOutput.standard.writeIfPossible(JSONEvent.loading(share).text + "\n")
  }

  mutating func show(_ event: ReplyEvent) throws {
    if case .reading(let done, let total) = event, !readingClock.isDue(isLast: done >= total) { return }
    guard let object = JSONEvent.of(event) else { return }
    try ByteOutput.standard.write(object.text + "\n")
  }

  mutating func finish(_ summary: RunSummary) throws {
    try ByteOutput.standard.write(JSONEvent.finished(summary).text + "\n")
  }
}
