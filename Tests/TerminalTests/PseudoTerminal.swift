import Foundation
import Synchronization

/// A terminal for tests: the session has one end, a thread reads and answers at the other.
final class PseudoTerminal: Sendable {
  let main: Int32
  let side: Int32
  private let written = Mutex<[UInt8]>([])
  private let ended = DispatchSemaphore(value: 0)

  /// - Parameter answers: Questions, and what is answered when they show up in the output.
  init(columns: Int = 40, rows: Int = 8, answers: [(String, String)] = [("\u{1B}[c", "\u{1B}[?62c")]) throws {
    var (main, side): (Int32, Int32) = (-1, -1)
    var window = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    guard openpty(&main, &side, nil, nil, &window) == 0 else { throw CocoaError(.fileReadUnknown) }
    (self.main, self.side) = (main, side)
    let thread = Thread { [self] in
      var bytes = [UInt8](repeating: 0, count: 1 << 16)
      while true {
        let count = read(self.main, &bytes, bytes.count)
        guard count > 0 else {
          ended.signal()
          return
        }
        written.withLock { $0 += bytes[..<count] }
        let text = String(decoding: bytes[..<count], as: UTF8.self)
        for (question, answer) in answers where text.contains(question) { type(answer) }
      }
    }
    thread.start()
  }

  /// What has been written so far; waits until it contains `text`.
  func output(until text: String = "") -> String {
    for _ in 0..<300 {
      let all = String(decoding: written.withLock { $0 }, as: UTF8.self)
      if !text.isEmpty, all.contains(text) { return all }
      usleep(10_000)
      if text.isEmpty { break }
    }
    return String(decoding: written.withLock { $0 }, as: UTF8.self)
  }

  /// All bytes that have been written so far.
  var bytes: [UInt8] { written.withLock { $0 } }

  func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = write(main, bytes, bytes.count)
  }

  func setSize(columns: Int, rows: Int) {
    var window = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(main, UInt(TIOCSWINSZ), &window)
  }

  /// All settings of the terminal as one text.
  var settings: String {
    var settings = termios()
    tcgetattr(side, &settings)
    let controls = withUnsafeBytes(of: settings.c_cc) { Array($0) }
    return "\(settings.c_iflag) \(settings.c_oflag) \(settings.c_cflag) \(settings.c_lflag) \(controls)"
  }

  func hangUp() {
    close(side)
    // The descriptor's number must not be another's while the thread reads from it.
    ended.wait()
    close(main)
  }
}
