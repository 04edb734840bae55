import Foundation

/// One run of a program: how long it took and what memory.
struct MeasuredRun {
  /// Seconds to the first byte that it printed.
  private(set) var firstByte = Double.infinity
  /// Seconds to its end.
  let end: Double
  /// The most bytes that it held in memory at a time, its own file included.
  private(set) var peakMemory = 0.0

  /// Runs it in a folder without a configuration.
  ///
  /// The memory is read from `/proc` while it runs: what `wait4` tells of a child begins with what its parent holds.
  init(_ program: String, _ arguments: [String]) throws(EvaluationError) {
    let home = NSTemporaryDirectory() + "facet-evaluation-home-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: home) }
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.environment = ["HOME": home, "LC_ALL": "C.UTF-8", "TERM": "dumb"]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    let start = ContinuousClock.now
    func elapsed() -> Double {
      let taken = ContinuousClock.now - start
      return Double(taken.components.seconds) + Double(taken.components.attoseconds) * 1e-18
    }
    do {
      try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
      try process.run()
    } catch {
      throw .notStarted(program: program, reason: error.localizedDescription)
    }
    let status = "/proc/\(process.processIdentifier)/status"
    var waiting = pollfd(fd: output.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)
    var buffer = [UInt8](repeating: 0, count: 1 << 12)
    while true {
      peakMemory = max(peakMemory, Self.peak(status))
      guard poll(&waiting, 1, 2) > 0 else { continue }
      let count = read(waiting.fd, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      firstByte = min(firstByte, elapsed())
    }
    process.waitUntilExit()
    end = elapsed()
    guard process.terminationStatus == 0 else {
      throw .failed(program: program, status: process.terminationStatus)
    }
    guard firstByte.isFinite else { throw .silent(program: program) }
  }

  private static func peak(_ path: String) -> Double {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
      let kibibytes = line.split(separator: " ").compactMap({ Double($0) }).first
    else { return 0 }
    return kibibytes * 1024
  }
}
