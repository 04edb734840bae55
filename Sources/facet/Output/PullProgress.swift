import Foundation
import Models
import Screen
import Synchronization

/// Tells on standard error how a pull goes on: in a line that is drawn again, or where that is not possible in a line every tenth of a file.
final class PullProgress: Sendable {
  private struct State {
    var file = ""
    var meter = RateMeter()
    /// How many tenths of the file have been told.
    var tenths = 0
  }

  private let line: ProgressLine
  private let output: ByteOutput
  private let traits: TerminalTraits
  private let start = ContinuousClock.now
  private let state = Mutex(State())

  init(_ output: ByteOutput, traits: TerminalTraits) {
    self.output = output
    self.traits = traits
    line = ProgressLine(output, traits: traits)
  }

  /// Shows one event.
  func show(_ event: PullEvent) {
    switch event {
    case .listing(let repository): say("asking what is in \(repository)")
    case .checking(let file, let done, let total):
      draw(file, isLast: done == total) { columns in
        ProgressLine.line(
          "Checking \(file)", done: Double(done), of: Double(total), unit: nil, elapsed: .zero, columns: columns,
          isUnicode: self.traits.isUnicode)
      }
    case .present(let file, _): say("\(file) is there and complete")
    case .fetching(let file, let done, let total, let before): fetching(file, done, total, before)
    case .waiting(let reason, let seconds, let nextTry, let tries):
      say("\(reason.shortDescription); try \(nextTry) of \(tries) in \(Figures.time(seconds))")
    case .startingAnew(let file):
      say("\(file) is not what the hub lists, so it is fetched once more from its beginning")
    case .fetched(let file, let bytes): say("\(file) is complete and checked, \(Figures.bytes(bytes))")
    }
  }

  /// Takes the line away.
  func erase() { line.erase() }

  private func fetching(_ file: String, _ done: Int, _ total: Int?, _ before: Int) {
    let (rate, tells) = state.withLock { state -> (Double?, Bool) in
      if state.file != file {
        // A tenth that was there before is nothing new.
        let tenths = total.map { $0 > 0 ? before * 10 / $0 : 0 } ?? 0
        state = State(file: file, meter: RateMeter(), tenths: tenths)
        state.meter.add(before, at: start.duration(to: .now))
      }
      state.meter.add(done, at: start.duration(to: .now))
      guard let total, total > 0, done < total, done * 10 / total > state.tenths else {
        return (state.meter.rate, false)
      }
      state.tenths = done * 10 / total
      return (state.meter.rate, true)
    }
    if traits.canRedraw {
      draw(file, isLast: done == total) { columns in
        Self.line(file, done: done, of: total, rate: rate, columns: columns, isUnicode: self.traits.isUnicode)
      }
    } else if tells, let total {
      let speed = rate.map { ", \(Self.speed($0))" } ?? ""
      say("\(file): \(done * 100 / total) %, \(Self.sizes(done, of: total))\(speed)")
    }
  }

  private func draw(_ file: String, isLast: Bool, _ text: (Int) -> String) {
    line.show(isLast: isLast) { columns in SafeText(oneLine: text(columns)).string }
  }

  /// A line of its own; what is drawn comes again below it.
  private func say(_ sentence: String) {
    line.erase()
    output.writeIfPossible("facet: \(traits.isTerminal ? SafeText(oneLine: sentence).string : sentence)\n")
  }

  /// The line's text, at most one column short of the width.
  ///
  ///     gemma-4-12b-it-qat-q4_0.gguf  ━━━━━━━━──────────  3.1 of 7.0 GB, 41 MB a second, 1:35 left
  static func line(
    _ file: String, done: Int, of total: Int?, rate: Double?, columns: Int, isUnicode: Bool
  ) -> String {
    let room = max(0, columns - 1)
    let speed = rate.map { Self.speed($0) }
    guard let total, total > 0 else {
      let details = [Figures.bytes(done), speed].compactMap { $0 }.joined(separator: ", ")
      return String("\(shortened(file, to: max(8, room - details.count - 2)))  \(details)".prefix(room))
    }
    let share = Double(done) / Double(total)
    let left = rate.flatMap { $0 > 0 ? clock(Double(total - done) / $0) + " left" : nil }
    let sizes = Self.sizes(done, of: total)
    let percent = "\(Int(share * 100)) %"
    let details = [[sizes, speed, left], [sizes, left], [percent, left], [percent]]
      .map { $0.compactMap { $0 }.joined(separator: ", ") }
    for detail in details {
      let rest = room - detail.count - 4
      // The name gives way first to a short bar, then the bar to the name.
      let bar: Int = min(24, rest - min(file.count, 24))
      guard bar >= 8 else { continue }
      let name = shortened(file, to: rest - bar)
      return "\(name)  \(ProgressLine.bar(share, width: min(24, rest - name.count), isUnicode: isUnicode))  \(detail)"
    }
    return String("\(shortened(file, to: max(8, room - percent.count - 1))) \(percent)".prefix(room))
  }

  /// Both sizes in one unit: `3.1 of 7.0 GB`.
  private static func sizes(_ done: Int, of total: Int) -> String {
    let (unit, scale) = total >= 1_000_000_000 ? ("GB", 1e9) : total >= 1_000_000 ? ("MB", 1e6) : ("kB", 1e3)
    let digits = Double(total) / scale < 100 ? 1 : 0
    return String(format: "%.\(digits)f of %.\(digits)f ", Double(done) / scale, Double(total) / scale) + unit
  }

  /// `41 MB a second`.
  private static func speed(_ rate: Double) -> String {
    let (unit, scale) = rate >= 1e9 ? ("GB", 1e9) : rate >= 1e6 ? ("MB", 1e6) : ("kB", 1e3)
    let value = rate / scale
    return String(format: value < 10 ? "%.1f" : "%.0f", value) + " \(unit) a second"
  }

  /// A time as clocks show it: `1:35`, `1:02:09`.
  private static func clock(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 360_000 else { return "days" }
    let whole = Int(seconds.rounded(.up))
    let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
    return hours > 0
      ? String(format: "%d:%02d:%02d", hours, minutes, rest) : String(format: "%d:%02d", minutes, rest)
  }

  /// A name with its middle left out where it is too long: its beginning and its end tell most.
  private static func shortened(_ name: String, to width: Int) -> String {
    guard name.count > width, width >= 3 else { return String(name.prefix(max(0, width))) }
    let end = (width - 1) / 2
    return name.prefix(width - 1 - end) + "…" + name.suffix(end)
  }
}
