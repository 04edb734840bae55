import Foundation
import Synchronization

/// One line on a terminal that tells how far a piece of work is, drawn again in place and erased at its end.
///
/// On anything but a terminal that can redraw it does nothing.
final class ProgressLine: Sendable {
  private struct State {
    var isVisible = false
    var drawnAt: ContinuousClock.Instant?
    var label = ""
    var startedAt = ContinuousClock.now
  }

  /// Updates that come sooner after the last one are left out.
  static let interval = Duration.milliseconds(100)

  private let output: ByteOutput
  private let traits: TerminalTraits
  private let state = Mutex(State())

  init(_ output: ByteOutput, traits: TerminalTraits) {
    self.output = output
    self.traits = traits
  }

  /// Shows that `done` of `total` is done, counted in `unit` where there is one.
  func show(_ label: String, done: Double, of total: Double, unit: String? = nil) {
    guard traits.canRedraw else { return }
    state.withLock { state in
      let now = ContinuousClock.now
      if state.label != label {
        state.label = label
        state.startedAt = now
        state.drawnAt = nil
      }
      if let drawnAt = state.drawnAt, now - drawnAt < Self.interval, done < total { return }
      state.drawnAt = now
      state.isVisible = true
      let line = Self.line(
        label, done: done, of: total, unit: unit, elapsed: now - state.startedAt,
        columns: TerminalTraits.columns(of: output.descriptor), isUnicode: traits.isUnicode)
      output.writeIfPossible("\r\(line)\u{1b}[K")
    }
  }

  /// Shows a line that its owner has written, for a terminal of so many columns.
  func show(isLast: Bool = false, _ line: (_ columns: Int) -> String) {
    guard traits.canRedraw else { return }
    state.withLock { state in
      let now = ContinuousClock.now
      if let drawnAt = state.drawnAt, now - drawnAt < Self.interval, !isLast { return }
      state.drawnAt = now
      state.isVisible = true
      output.writeIfPossible("\r\(line(TerminalTraits.columns(of: output.descriptor)))\u{1b}[K")
    }
  }

  /// Takes the line away, so that other text may stand there.
  func erase() {
    state.withLock { state in
      guard state.isVisible else { return }
      state.isVisible = false
      state.label = ""
      output.writeIfPossible("\r\u{1b}[K")
    }
  }

  /// The line's text, at most one column short of the width: a full line would wrap on some terminals.
  ///
  ///     Reading  ━━━━━━━━━──────────  512 of 1024 tokens, 51 a second, 10 s left
  static func line(
    _ label: String, done: Double, of total: Double, unit: String?, elapsed: Duration, columns: Int, isUnicode: Bool
  ) -> String {
    let share = total > 0 ? min(1, max(0, done / total)) : 0
    var details = ["\(Int(share * 100)) %"]
    if let unit {
      let counts = "\(Int(done)) of \(Int(total)) \(unit)"
      let seconds = elapsed.seconds
      if done > 0, done < total, seconds > 0.5 {
        let rate = done / seconds
        let left = Figures.time((total - done) / rate)
        details.insert("\(counts), \(Figures.rate(rate)) a second, \(left) left", at: 0)
      }
      details.insert(counts, at: details.count - 1)
    }
    let room = max(0, columns - 1)
    let barWidth = 24
    for detail in details where label.count + barWidth + detail.count + 4 <= room {
      return "\(label)  \(bar(share, width: barWidth, isUnicode: isUnicode))  \(detail)"
    }
    return String("\(label) \(details[details.count - 1])".prefix(room))
  }

  static func bar(_ share: Double, width: Int, isUnicode: Bool) -> String {
    let filled = Int((share * Double(width)).rounded())
    return String(repeating: isUnicode ? "━" : "#", count: filled)
      + String(repeating: isUnicode ? "─" : ".", count: width - filled)
  }
}

extension Duration {
  /// The duration in seconds.
  var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
