/// How long something that goes on steadily will still take.
///
/// What was there at the beginning, such as the part of a prompt that need not be read again, tells nothing about the speed.
struct TimeLeft: Sendable, Equatable {
  private var first: (share: Double, time: Double)?
  private(set) var share = 0.0
  private var time = 0.0

  /// The share that is done, 0…1, at a time.
  mutating func note(_ share: Double, at time: Double) {
    // Progress that goes back is that of something new.
    if first.map({ share < $0.share || share < self.share - 1e-9 }) ?? true { first = (share, time) }
    (self.share, self.time) = (share, time)
  }

  /// Seconds still to wait at a time; nil while nobody can tell.
  func seconds(at now: Double) -> Double? {
    guard let first, time - first.time > 0.3, share > first.share, share < 1 else { return nil }
    let total = (time - first.time) * (1 - share) / (share - first.share)
    return max(0, total - (now - time))
  }

  static func == (left: TimeLeft, right: TimeLeft) -> Bool {
    left.share == right.share && left.time == right.time && left.first?.share == right.first?.share
      && left.first?.time == right.first?.time
  }
}
