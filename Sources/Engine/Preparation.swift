import Chat

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
