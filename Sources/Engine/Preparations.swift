import Chat
import Synchronization

/// What is being read ahead, and what waits for that.
final class Preparations: Sendable {
  private let unfinished = Mutex<[Preparation]>([])

  /// Begins another one; those before it make room.
  func begin(_ pieces: [PromptPiece]) -> Preparation {
    let next = Preparation(pieces: pieces)
    unfinished.withLock { unfinished in
      for before in unfinished { before.giveWay(to: pieces) }
      unfinished.append(next)
    }
    return next
  }

  /// Notes that one is over.
  func end(_ preparation: Preparation) {
    unfinished.withLock { $0.removeAll { $0.cancellation === preparation.cancellation } }
  }

  /// Makes room for a prompt that is wanted now.
  ///
  /// One that gave way before is still being read, perhaps, and may be of no use to this one.
  func giveWay(to next: [PromptPiece]) {
    unfinished.withLock { unfinished in
      for before in unfinished { before.giveWay(to: next) }
    }
  }

  /// Gives one up, and those before it, which were read on for its sake.
  func cancel(upTo last: Preparation) {
    unfinished.withLock { unfinished in
      guard let place = unfinished.firstIndex(where: { $0.cancellation === last.cancellation }) else { return }
      for preparation in unfinished[...place] { preparation.cancellation.cancel() }
    }
  }

  /// Gives all of it up.
  func cancel() {
    unfinished.withLock { unfinished in
      for preparation in unfinished { preparation.cancellation.cancel() }
    }
  }
}
