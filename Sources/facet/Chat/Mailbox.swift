import Foundation
import Interface
import Synchronization

/// What the workers leave for the main thread, which `poll` wakes through `descriptor`.
final class Mailbox: Sendable {
  /// Something left.
  enum Item: Sendable {
    case event(ChatEvent)
    /// Work for the main thread.
    case work(@Sendable @MainActor (any ChatHost) -> Void)
  }

  /// Readable as long as something lies here.
  let descriptor: CInt
  /// A byte written here wakes the main thread.
  let writeDescriptor: CInt
  private let items = Mutex<[Item]>([])

  init() {
    var ends: [CInt] = [-1, -1]
    _ = pipe(&ends)
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    (descriptor, writeDescriptor) = (ends[0], ends[1])
  }

  deinit {
    close(descriptor)
    close(writeDescriptor)
  }

  /// Leaves an event, from any thread; of progress only the newest is kept.
  func post(_ event: ChatEvent) {
    let wasEmpty = items.withLock { items in
      defer {
        if case .event(let last)? = items.last, event.supersedes(last) {
          items[items.count - 1] = .event(event)
        } else {
          items.append(.event(event))
        }
      }
      return items.isEmpty
    }
    if wasEmpty { wake() }
  }

  /// Leaves work that only the main thread may do.
  func run(_ work: @escaping @Sendable @MainActor (any ChatHost) -> Void) {
    let wasEmpty = items.withLock { items in
      defer { items.append(.work(work)) }
      return items.isEmpty
    }
    if wasEmpty { wake() }
  }

  /// Wakes the main thread; may be called in a signal handler's thread.
  func wake() {
    var byte: UInt8 = 0
    // A full pipe wakes as well.
    _ = write(writeDescriptor, &byte, 1)
  }

  /// Takes all that lies here, the oldest first.
  func drain() -> [Item] {
    var bytes = [UInt8](repeating: 0, count: 256)
    while read(descriptor, &bytes, bytes.count) == bytes.count {}
    return items.withLock { items in
      defer { items = [] }
      return items
    }
  }
}

extension ChatEvent {
  /// Whether this says all that an earlier one said.
  fileprivate func supersedes(_ earlier: ChatEvent) -> Bool {
    switch (self, earlier) {
    case (.modelLoading, .modelLoading), (.prepared, .prepared): true
    case (.reply(let new, .reading), .reply(let old, .reading)): new == old
    default: false
    }
  }
}
