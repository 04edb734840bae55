import CCurses
import Foundation
import Screen

/// The descriptors of a terminal: reading, writing, settings and size.
struct TTY {
  let input: Int32
  let output: Int32

  /// The settings in force.
  func settings() -> termios? {
    var settings = termios()
    return tcgetattr(input, &settings) == 0 ? settings : nil
  }

  /// Bytes as they come, no echo, no signals from keys.
  func setRaw(_ settings: termios) -> Bool {
    var raw = settings
    cfmakeraw(&raw)
    // Output keeps its own: newlines are not used, but other programs on the terminal may print.
    raw.c_oflag = settings.c_oflag
    withUnsafeMutableBytes(of: &raw.c_cc) { controls in
      // Reading never waits since it is asked first whether there is something. With 0 a shell that finds the terminal
      // as it is now, after SIGKILL, would take it for the end of its input and leave too.
      controls[Int(VMIN)] = 1
      controls[Int(VTIME)] = 0
    }
    return tcsetattr(input, TCSANOW, &raw) == 0
  }

  /// Columns and rows.
  func size() -> Size? {
    var window = winsize()
    guard ioctl(output, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0 else { return nil }
    return Size(width: Int(window.ws_col), height: Int(window.ws_row))
  }

  /// Width and height of a cell in pixels, where the terminal tells.
  func cellPixels() -> Size? {
    var window = winsize()
    guard ioctl(output, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0 else { return nil }
    let size = Size(width: Int(window.ws_xpixel / window.ws_col), height: Int(window.ws_ypixel / window.ws_row))
    return size.width > 0 && size.height > 0 ? size : nil
  }

  /// Waits for input.
  func waitForInput(milliseconds: Int) -> Bool {
    var ready = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
    return poll(&ready, 1, Int32(clamping: milliseconds)) > 0
  }

  /// What there is to read now, at most 64 KiB; nil at the end of the input.
  func readAvailable() -> [UInt8]? {
    guard waitForInput(milliseconds: 0) else { return [] }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(input, &bytes, bytes.count)
    if count > 0 { return Array(bytes[..<count]) }
    return count < 0 && (errno == EINTR || errno == EAGAIN) ? [] : nil
  }

  /// Writes everything; false when the terminal is gone.
  @discardableResult
  func write(_ bytes: [UInt8]) -> Bool {
    var done = 0
    return bytes.withUnsafeBytes { bytes in
      while done < bytes.count {
        let count = facet_terminal_write(output, bytes.baseAddress?.advanced(by: done), bytes.count - done)
        if count > 0 {
          done += count
        } else if errno == EAGAIN {
          var ready = pollfd(fd: output, events: Int16(POLLOUT), revents: 0)
          poll(&ready, 1, 1000)
        } else if errno != EINTR {
          return false
        }
      }
      return true
    }
  }
}
