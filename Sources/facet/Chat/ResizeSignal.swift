import Foundation
import Synchronization

/// Notes that the terminal has another size (SIGWINCH), and wakes the main thread.
enum ResizeSignal {
  /// Begins to listen.
  static func install(waking mailbox: Mailbox) {
    wakeDescriptor.store(mailbox.writeDescriptor, ordering: .relaxed)
    hasCome.store(false, ordering: .relaxed)
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in
      let saved = errno
      hasCome.store(true, ordering: .relaxed)
      var byte: UInt8 = 0
      _ = write(wakeDescriptor.load(ordering: .relaxed), &byte, 1)
      errno = saved
    }
    action.sa_flags = SA_RESTART
    sigaction(SIGWINCH, &action, nil)
  }

  /// Whether it came since the last time.
  static func take() -> Bool { hasCome.exchange(false, ordering: .relaxed) }
}

/// Globals, since a signal handler can capture nothing.
private let hasCome = Atomic<Bool>(false)
private let wakeDescriptor = Atomic<CInt>(-1)
