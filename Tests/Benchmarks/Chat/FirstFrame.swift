import Foundation

/// The time from the start of the program to its first whole frame, on a terminal that answers what it is asked.
enum FirstFrame {
  /// Starts the program that lies beside this one so many times; milliseconds each, or nil where it is not there.
  static func measure(times: Int) throws -> Samples? {
    let here = URL(fileURLWithPath: Swift.CommandLine.arguments[0]).resolvingSymlinksInPath()
    let program = here.deletingLastPathComponent().appendingPathComponent("facet")
    guard FileManager.default.isExecutableFile(atPath: program.path) else { return nil }
    var samples = Samples()
    // The first run reads the program from the disk.
    for run in 0...times {
      let milliseconds = try once(program)
      if run > 0 { samples.add(milliseconds) }
    }
    return samples
  }

  private static func once(_ program: URL) throws -> Double {
    var (main, side): (Int32, Int32) = (-1, -1)
    var window = winsize(ws_row: 40, ws_col: 120, ws_xpixel: 0, ws_ypixel: 0)
    guard openpty(&main, &side, nil, nil, &window) == 0 else { throw CocoaError(.fileReadUnknown) }
    defer { close(main) }
    let home = NSTemporaryDirectory() + "facet-first-\(ProcessInfo.processInfo.processIdentifier)"
    defer { try? FileManager.default.removeItem(atPath: home) }
    let process = Process()
    process.executableURL = program
    process.environment = ["TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "HOME": home]
    let terminal = FileHandle(fileDescriptor: side, closeOnDealloc: true)
    (process.standardInput, process.standardOutput, process.standardError) = (terminal, terminal, terminal)
    let start = ContinuousClock.now
    try process.run()
    var seen: [UInt8] = []
    var answered = false
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    while true {
      let count = read(main, &buffer, buffer.count)
      guard count > 0 else { throw CocoaError(.fileReadUnknown) }
      seen += buffer[..<count]
      let text = String(decoding: seen, as: UTF8.self)
      if !answered, text.contains("\u{1B}[c") {
        answered = true
        _ = write(main, "\u{1B}[?62;22c", 9)
      }
      // The keys stand in the last line of the first screen.
      if text.contains("keys") { break }
    }
    let taken = ContinuousClock.now - start
    process.terminate()
    process.waitUntilExit()
    return Double(taken.components.seconds) * 1000 + Double(taken.components.attoseconds) * 1e-15
  }
}
