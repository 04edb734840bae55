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

  /// Gives all of it up.
  func cancel() {
    unfinished.withLock { unfinished in
      for preparation in unfinished { preparation.cancellation.cancel() }
    }
  }
}

/// A prompt that is being read ahead.
struct Preparation: Sendable {
  let pieces: [PromptPiece]
  let cancellation = Cancellation()

  /// Makes room for another prompt: where that begins like this one, the chunk under way is still finished, since a picture is read as a whole or
  /// not at all, and somebody who types with pauses would otherwise have it begun again and again.
  func giveWay(to next: [PromptPiece]) {
    if begins(next) { cancellation.supersede() } else { cancellation.cancel() }
  }

  /// Whether most of what is being read is also the beginning of another prompt.
  private func begins(_ next: [PromptPiece]) -> Bool {
    guard let last = pieces.indices.last else { return false }
    for (place, piece) in pieces.enumerated() {
      guard next.indices.contains(place) else { return place == last }
      switch (piece, next[place]) {
      case (.recording(let before), .recording(let after)) where before.name.isEmpty && after.name.isEmpty:
        // From the microphone: the same one, grown by a second.
        continue
      case (.text(let before), .text(let after)) where place == last:
        let common = zip(before.utf8, after.utf8).prefix { $0 == $1 }.count
        return 2 * common >= before.utf8.count || before.utf8.count < 200
      case (.text(let before), _) where place == last:
        return before.utf8.count < 200
      default:
        guard piece == next[place] else { return false }
      }
    }
    return true
  }
}
