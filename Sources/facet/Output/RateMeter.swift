/// How quickly something grows, by its last ten seconds: what was long ago says little about the time left.
struct RateMeter: Sendable {
  private static let span = Duration.seconds(10)
  private var samples: [(time: Duration, value: Int)] = []

  /// Takes in how large it is at a time; one sample in a quarter of a second is enough.
  mutating func add(_ value: Int, at time: Duration) {
    if let last = samples.last, value < last.value { samples = [] }
    if samples.count > 1, time - samples[samples.count - 2].time < .milliseconds(250) { samples.removeLast() }
    samples.append((time, value))
    // One sample from before the span stays: the span is measured from it.
    while samples.count > 2, time - samples[1].time > Self.span { samples.removeFirst() }
  }

  /// The growth in a second; nil as long as half a second has not passed.
  var rate: Double? {
    guard let first = samples.first, let last = samples.last else { return nil }
    let seconds = (last.time - first.time).seconds
    return seconds >= 0.5 ? Double(last.value - first.value) / seconds : nil
  }
}
