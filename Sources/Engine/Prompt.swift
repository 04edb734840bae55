import Chat
import Gemma

/// What the model is to see: the only truth about a conversation that the engine knows.
struct Prompt: Sendable {
  /// A run of positions of one kind.
  enum Segment: Sendable {
    case tokens([Int])
    case picture(SoftTokens, id: MediaID)
    case recording(SoftTokens, frames: [MediaID])
  }

  /// What stands at one position, comparable across prompts.
  enum Position: Equatable, Sendable {
    case token(Int)
    /// A soft token of a picture: it depends on the whole picture.
    case picture(MediaID, row: Int)
    /// A soft token of a recording: it depends on its own frame only, so a growing recording keeps its beginning.
    case frame(MediaID)
  }

  private(set) var segments: [Segment] = []
  private(set) var positions: [Position] = []
  /// Where the soft tokens of attachments stand, by content address; a recording of several clips has several places.
  private(set) var attachments: [(id: String, positions: Range<Int>)] = []

  mutating func append(tokens: [Int]) {
    guard !tokens.isEmpty else { return }
    segments.append(.tokens(tokens))
    positions += tokens.map { .token($0) }
  }

  mutating func append(picture: SoftTokens, id: MediaID) {
    segments.append(.picture(picture, id: id))
    positions += (0..<picture.count).map { .picture(id, row: $0) }
  }

  mutating func append(recording: SoftTokens, frames: [MediaID]) {
    segments.append(.recording(recording, frames: frames))
    positions += frames.map { .frame($0) }
  }

  /// Says whose soft tokens were appended last.
  mutating func nameLast(_ count: Int, attachment id: String) {
    attachments.append((id, positions.count - count..<positions.count))
  }

  /// Tokens, soft ones included.
  var count: Int { positions.count }

  /// How much of each attachment lies among the first `done` positions, in the prompt's order.
  func portions(done: Int) -> [ReadingProgress.Portion] {
    var portions: [ReadingProgress.Portion] = []
    for (id, range) in attachments {
      let read = range.clamped(to: 0..<max(0, done)).count
      if let last = portions.indices.last, portions[last].id == id {
        portions[last].done += read
        portions[last].total += range.count
      } else {
        portions.append(.init(id: id, done: read, total: range.count))
      }
    }
    return portions
  }

  /// How many positions this prompt and others have in common; never ends inside a picture, which is evaluated as a whole.
  func commonPrefix(with others: [Position]) -> Int {
    var count = 0
    while count < min(positions.count, others.count), positions[count] == others[count] { count += 1 }
    if count < positions.count, case .picture(_, let row) = positions[count], row > 0 { count -= row }
    return count
  }

  /// Cuts everything from a position on into batches of at most `size` positions; a picture stays whole.
  func batches(from start: Int, size: Int) -> [Batch] {
    var batches: [Batch] = []
    var batch = Batch()
    func room() -> Int { max(1, size) - batch.count }
    func close() {
      if batch.count > 0 { batches.append(batch) }
      batch = Batch()
    }
    var position = 0
    for segment in segments {
      let length = segment.count
      var next = max(0, start - position)
      position += length
      while next < length {
        switch segment {
        case .picture(let soft, _):
          if length > room() { close() }
          batch.append(picture: soft)
          next = length
        case .tokens(let tokens):
          let end = min(length, next + room())
          batch.append(tokens[next..<end])
          next = end
        case .recording(let soft, _):
          let end = min(length, next + room())
          batch.append(recording: soft, rows: next..<end)
          next = end
        }
        if room() <= 0 { close() }
      }
    }
    close()
    return batches
  }
}

extension Prompt.Segment {
  var count: Int {
    switch self {
    case .tokens(let tokens): tokens.count
    case .picture(let soft, _): soft.count
    case .recording(_, let frames): frames.count
    }
  }
}
