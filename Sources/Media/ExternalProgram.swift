import Foundation

/// A running helper program: reads a descriptor, writes what this stream gives.
///
/// Arguments go to the program as they are, never through a shell. Whatever happens, the program is gone when the object is.
final class ExternalProgram: ByteStream {
  /// Why a program gave nothing.
  enum Problem: Error, Equatable {
    case notStarted(errorNumber: Int32)
    case tooSlow
    /// It ended with a status other than 0; the first line it wrote to its standard error.
    case failed(String)
  }

  private let process: pid_t
  private var output: Int32
  private let messages: Int32
  private let deadline: ContinuousClock.Instant
  private var messageHead: [UInt8] = []
  private var messagesEnded = false
  private var isReaped = false

  /// Starts `executable` with `input` as its standard input.
  init(_ executable: String, arguments: [String], input: Int32, seconds: Double) throws {
    deadline = .now + .seconds(seconds)
    // Sockets, since only they can be made close-on-exec in one step here: another program started meanwhile on another
    // thread would inherit and keep open a pipe's end.
    let outputEnds = try Self.socketPair()
    let messageEnds: (here: Int32, there: Int32)
    do {
      messageEnds = try Self.socketPair()
    } catch {
      close(outputEnds.here)
      close(outputEnds.there)
      throw error
    }
    output = outputEnds.here
    messages = messageEnds.here
    defer {
      close(outputEnds.there)
      close(messageEnds.there)
    }
    do {
      process = try Self.start(
        executable, arguments, input: input, output: outputEnds.there, messages: messageEnds.there)
    } catch {
      close(output)
      close(messages)
      throw error
    }
  }

  deinit {
    if !isReaped { endNow() }
    closeOutput()
    close(messages)
  }

  func read(into: UnsafeMutableRawBufferPointer) throws -> Int {
    while true {
      try waitForBytes(outputToo: true)
      let count = recv(output, into.baseAddress, into.count, Int32(MSG_DONTWAIT))
      if count >= 0 { return count }
      if errno == ECONNRESET { return 0 }
      guard errno == EAGAIN || errno == EINTR else { throw Problem.failed(String(cString: strerror(errno))) }
    }
  }

  /// Waits for the program's end; what it still had to write is not wanted any more.
  ///
  /// - Throws: `Problem.failed` unless its status is 0.
  func finish() throws {
    closeOutput()
    while !messagesEnded { try waitForBytes(outputToo: false) }
    var status: Int32 = 0
    var pause: UInt32 = 100
    while true {
      let result = waitpid(process, &status, WNOHANG)
      if result == process || (result < 0 && errno != EINTR) { break }
      try checkDeadline()
      usleep(pause)
      pause = min(pause * 2, 20_000)
    }
    isReaped = true
    if status != 0 { throw Problem.failed(firstMessage) }
  }

  /// Runs a program that gives nothing back, and waits for its end but not for what it leaves in the background.
  ///
  /// - Throws: `Problem.failed` unless its status is 0.
  static func perform(_ executable: String, arguments: [String], input: Int32, seconds: Double) throws {
    let deadline = ContinuousClock.now + .seconds(seconds)
    let null = open("/dev/null", O_RDWR | O_CLOEXEC)
    defer { close(null) }
    let process = try start(executable, arguments, input: input, output: null, messages: null)
    var status: Int32 = 0
    while true {
      let result = waitpid(process, &status, WNOHANG)
      if result == process || (result < 0 && errno != EINTR) { break }
      guard .now < deadline else {
        kill(process, SIGKILL)
        while waitpid(process, &status, 0) < 0 && errno == EINTR {}
        throw Problem.tooSlow
      }
      usleep(2_000)
    }
    if status != 0 { throw Problem.failed("status \(status >> 8 & 0xFF)") }
  }

  /// The first line of the program's standard error, without unprintable characters: what comes later only follows from it.
  var firstMessage: String {
    let lines = String(decoding: messageHead, as: UTF8.self).split(whereSeparator: \.isNewline)
    let line = lines.first { !$0.allSatisfy(\.isWhitespace) } ?? ""
    let printable = line.unicodeScalars.filter { $0.isASCII && $0.value >= 32 && $0.value != 127 }
    return String(String(String.UnicodeScalarView(printable)).prefix(160)).trimmingCharacters(in: .whitespaces)
  }

  /// Sleeps until the output can be read or, without `outputToo`, some messages have been collected.
  private func waitForBytes(outputToo: Bool) throws {
    while true {
      var waiting = [
        pollfd(fd: outputToo ? output : -1, events: Int16(POLLIN), revents: 0),
        pollfd(fd: messagesEnded ? -1 : messages, events: Int16(POLLIN), revents: 0),
      ]
      let count = poll(&waiting, 2, try millisecondsLeft())
      if count < 0 && errno != EINTR { throw Problem.failed(String(cString: strerror(errno))) }
      guard count > 0 else { continue }
      if waiting[1].revents != 0 { collectMessages() }
      if waiting[0].revents != 0 || !outputToo { return }
    }
  }

  private func collectMessages() {
    withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 1) { buffer in
      let count = recv(messages, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))
      if count > 0 {
        messageHead += buffer[..<min(count, 4096 - messageHead.count)]
      } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
        messagesEnded = true
      }
    }
  }

  private func millisecondsLeft() throws -> Int32 {
    try checkDeadline()
    let left = (deadline - .now) / .milliseconds(1)
    return Int32(max(1, min(left, 60_000)))
  }

  private func checkDeadline() throws {
    guard deadline <= .now else { return }
    endNow()
    throw Problem.tooSlow
  }

  private func closeOutput() {
    if output >= 0 { close(output) }
    output = -1
  }

  private func endNow() {
    if isReaped { return }
    kill(process, SIGKILL)
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    isReaped = true
  }

  private static func socketPair() throws -> (here: Int32, there: Int32) {
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw Problem.notStarted(errorNumber: errno) }
    return (ends[0], ends[1])
  }

  private static func start(
    _ executable: String, _ arguments: [String], input: Int32, output: Int32, messages: Int32
  ) throws -> pid_t {
    // Copies above the standard descriptors: with those closed in this program, the ends could be 0, 1 or 2 themselves
    // and overwrite each other.
    let copies = [input, output, messages].map { fcntl($0, F_DUPFD_CLOEXEC, 3) }
    defer { for copy in copies where copy >= 0 { close(copy) } }
    guard copies.allSatisfy({ $0 >= 0 }) else { throw Problem.notStarted(errorNumber: errno) }

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (standard, copy) in copies.enumerated() { posix_spawn_file_actions_adddup2(&actions, copy, Int32(standard)) }

    // A signal that this program ignores or blocks would stay so in the other one.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var all = sigset_t()
    var none = sigset_t()
    sigfillset(&all)
    sigemptyset(&none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))

    var words: [UnsafeMutablePointer<CChar>?] = ([executable] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var process: pid_t = 0
    let errorNumber = posix_spawn(&process, executable, &actions, &attributes, &words, environ)
    guard errorNumber == 0 else { throw Problem.notStarted(errorNumber: errorNumber) }
    return process
  }
}
