import Foundation
import Synchronization

/// Ends the program in order when it is told to: Ctrl-C (SIGINT), SIGTERM, SIGHUP.
///
/// The first signal cancels the work that is under way where some is registered, and otherwise ends the process at once;
/// the second always ends it. Before the end the registered clean-ups run. The exit status is 128 and the signal's
/// number, as shells have it: 130, 143, 129.
final class Interruption: Sendable {
  static let shared = Interruption()

  private struct State {
    var signal: CInt?
    var cancel: (@Sendable () -> Void)?
    var interrupt: (@Sendable () -> Void)?
    var cleanups: [Int: @Sendable () -> Void] = [:]
    var nextCleanup = 0
  }

  private let state = Mutex(State())

  /// The exit status that the first signal asks for, or nil as long as none has come.
  var status: CInt? { state.withLock { $0.signal.map { 128 + $0 } } }

  /// Starts to listen.
  ///
  /// A signal that was ignored from the start, as under `nohup`, stays ignored.
  func install() {
    var ends: [CInt] = [-1, -1]
    guard pipe(&ends) == 0 else { return }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    // Touched here, both globals are in place before a handler needs them.
    signalPipe.store(ends[1], ordering: .relaxed)
    signalCount.store(0, ordering: .relaxed)
    for signal in [SIGINT, SIGTERM, SIGHUP] { listen(to: signal) }
    // Not "ignored": programs that are started from here would inherit that. A failing write is enough.
    handle(SIGPIPE) { _ in }
    let readEnd = ends[0]
    // A thread of its own: Swift's pool may be busy or blocked when the signal comes.
    Thread.detachNewThread { [self] in
      var number: UInt8 = 0
      while true {
        let count = read(readEnd, &number, 1)
        if count == 1 { receive(CInt(number)) } else if count == 0 || errno != EINTR { return }
      }
    }
  }

  /// Runs `body`; a first signal meanwhile calls `cancel` instead of ending the process.
  func cancelling<Result>(
    with cancel: @escaping @Sendable () -> Void, _ body: () async throws -> Result
  ) async rethrows -> Result {
    state.withLock { $0.cancel = cancel }
    defer { state.withLock { $0.cancel = nil } }
    return try await body()
  }

  /// From now on a first signal only calls `wake`: whoever looks at ``status`` then ends in order.
  func handOver(to wake: @escaping @Sendable () -> Void) {
    state.withLock { $0.cancel = wake }
  }

  /// From now on Ctrl-C (SIGINT) only calls `act`, however often it comes: in a chat it ends the reply and not the program.
  func takeOverInterrupt(_ act: @escaping @Sendable () -> Void) {
    state.withLock { $0.interrupt = act }
  }

  /// Registers what is to be done if the process ends early; hand the number to ``forget(_:)`` when that is past.
  func whenEnding(_ cleanup: @escaping @Sendable () -> Void) -> Int {
    state.withLock { state in
      state.nextCleanup += 1
      state.cleanups[state.nextCleanup] = cleanup
      return state.nextCleanup
    }
  }

  func forget(_ cleanup: Int) {
    state.withLock { _ = $0.cleanups.removeValue(forKey: cleanup) }
  }

  /// Ends the process.
  ///
  /// `_exit` rather than `exit`: the threads that do the arithmetic may still run, and the libraries' exit handlers
  /// would take the ground from under them. Nothing of the program's own waits in a buffer.
  func leave(_ status: CInt) -> Never {
    let cleanups = state.withLock { Array($0.cleanups.values) }
    for cleanup in cleanups { cleanup() }
    _exit(status)
  }

  private func receive(_ signal: CInt) {
    if signal == SIGINT, let act = state.withLock({ $0.signal == nil ? $0.interrupt : nil }) {
      signalCount.subtract(1, ordering: .relaxed)
      return act()
    }
    let (isFirst, cancel) = state.withLock { state in
      defer { if state.signal == nil { state.signal = signal } }
      return (state.signal == nil, state.cancel)
    }
    if isFirst, let cancel { cancel() } else { leave(status ?? 128 + signal) }
  }

  private func listen(to signal: CInt) {
    var current = sigaction()
    sigaction(signal, nil, &current)
    let handler = unsafeBitCast(current.__sigaction_handler.sa_handler, to: Int.self)
    guard handler != unsafeBitCast(SIG_IGN, to: Int.self) else { return }
    handle(signal) { number in
      let saved = errno
      // Whoever asks a third time wants no more clean-ups that may hang.
      if signalCount.add(1, ordering: .relaxed).newValue > 2 { _exit(128 + number) }
      var byte = UInt8(truncatingIfNeeded: number)
      _ = write(signalPipe.load(ordering: .relaxed), &byte, 1)
      errno = saved
    }
  }

  private func handle(_ signal: CInt, _ handler: @escaping @convention(c) (CInt) -> Void) {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = handler
    action.sa_flags = SA_RESTART
    sigaction(signal, &action, nil)
  }
}

/// How many signals have come.
private let signalCount = Atomic<Int>(0)

/// The writing end of the pipe from the signal handlers, which may touch little else.
private let signalPipe = Atomic<CInt>(-1)
