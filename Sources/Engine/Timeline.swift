import Compute
import Foundation
import Gemma

/// What the engine has evaluated, with its cache; it can be brought to any prompt.
///
/// The longest common prefix is kept, the rest rewound and evaluated. Used on the inference thread only.
final class Timeline {
  /// What bringing the timeline to a prompt took.
  struct Figures {
    var reused = 0
    var evaluated = 0
  }

  let model: Model
  let context: Int
  /// The keys and values of all positions, and of the drafted tokens after them.
  let cache: KVCache
  /// The token that begins a turn.
  private let turnStart: Int?
  private let chunk: Int
  private(set) var positions: [Prompt.Position] = []
  /// The row of the last batch that gives the logits of what comes next; the drafted tokens stand in the rows after it.
  private(set) var row = 0
  /// Tokens that were evaluated on the guess that they come next; they are no part of the timeline yet.
  private(set) var drafted: ArraySlice<Int> = []
  /// The rows of the last batch whose logits are there.
  private var computed = 0..<0

  /// Turns to whose beginnings the timeline can always come back: the reply under way, and those before it.
  private static let turns = 6

  init(
    _ model: Model, context: Int, chunk: Int, kvFormat: KVCache.Format = .usual, turnStart: Int? = nil
  ) throws {
    self.model = model
    self.turnStart = turnStart
    self.context = context
    self.chunk = chunk
    cache = try KVCache(model.configuration, context: context, format: kvFormat)
  }

  /// Evaluates whatever of the prompt is not there yet.
  ///
  /// Cancelling keeps what was evaluated: the next prompt may use it.
  ///
  /// - Parameters:
  ///   - prompt: Where to go.
  ///   - needsLogits: Whether the last position is evaluated again if nothing else would be.
  ///   - progress: Called with the positions that are there, before each layer and at the end; within a chunk an estimate.
  ///   - onBatch: Called after each chunk with its first position and length, while its states are still there.
  /// - Throws: ``EngineError/promptTooLong(tokens:context:)``, `CancellationError`, `ComputeError`.
  @discardableResult
  func bring(
    to prompt: Prompt, needsLogits: Bool = true, cancellation: Cancellation, progress: (Int) -> Void = { _ in },
    onBatch: (Range<Int>) throws -> Void = { _ in }
  ) throws -> Figures {
    guard prompt.count <= context else {
      throw EngineError.promptTooLong(tokens: prompt.count, context: context)
    }
    guard prompt.count > 0 else { throw EngineError.emptyPrompt }
    dropDrafts()
    var start = prompt.commonPrefix(with: positions)
    if needsLogits, start == prompt.count {
      start = prompt.commonPrefix(with: Array(prompt.positions.dropLast()))
    }
    rewind(to: start)
    keepTurns(of: prompt)
    let reused = positions.count
    progress(positions.count)
    for batch in prompt.batches(from: positions.count, size: chunk) {
      try cancellation.checkBetweenChunks()
      let range = positions.count..<positions.count + batch.count
      try model.evaluate(batch, cache: cache) { share in
        try cancellation.check()
        progress(positions.count + Int(share * Double(batch.count)))
      }
      positions += prompt.positions[range]
      (row, computed) = (batch.count - 1, 0..<0)
      try onBatch(range)
      progress(positions.count)
    }
    return Figures(reused: reused, evaluated: positions.count - reused)
  }

  /// Evaluates one more token, and after it drafted ones in the same batch: ``take(_:)`` tells whether they were guessed well.
  ///
  /// - Precondition: There is room in the context for all of them, and they are fewer than `Model.logitRows`.
  func append(_ token: Int, drafts: [Int] = []) throws {
    dropDrafts()
    var batch = Batch()
    batch.append(CollectionOfOne(token))
    batch.append(drafts)
    try model.evaluate(batch, cache: cache)
    positions.append(.token(token))
    drafted = drafts[...]
    (row, computed) = (0, 0..<0)
  }

  /// Appends a token if it is the next of the drafted ones, which costs nothing, and says whether it was.
  func take(_ token: Int) -> Bool {
    guard drafted.first == token else { return false }
    drafted.removeFirst()
    positions.append(.token(token))
    row += 1
    return true
  }

  /// Forgets the drafted tokens.
  func dropDrafts() {
    guard !drafted.isEmpty else { return }
    drafted = []
    cache.rewind(to: positions.count)
  }

  /// Computes the logits of what comes next, and those after each drafted token, in one pass of the head.
  ///
  /// - Throws: `ComputeError`.
  func computeLogits() throws {
    guard !computed.contains(row) else { return }
    computed = row..<row + 1 + drafted.count
    try model.computeLogits(computed)
  }

  /// The logits of what comes next; valid during the call.
  func withLogits<Result>(_ body: (UnsafeMutableBufferPointer<Float>) throws -> Result) throws -> Result {
    try computeLogits()
    return try body(model.computedLogits(row - computed.lowerBound))
  }

  /// Keeps what was evaluated in a file.
  ///
  /// - Returns: Its bytes.
  /// - Throws: What ``ReadingFile/write(_:_:)`` throws.
  func keep(in file: ReadingFile) throws -> Int {
    dropDrafts()
    return try file.write(positions, cache)
  }

  /// Stands where the file's timeline stood; without a file it stays where it is, since a conversation that goes on from another begins alike.
  ///
  /// - Returns: The positions that were taken up; 0 where there is no file, or one that does not fit, and then nothing is there.
  func take(from file: ReadingFile) -> Int {
    guard access(file.path, R_OK) == 0 else { return 0 }
    dropDrafts()
    positions = file.read(into: cache) ?? []
    (drafted, row, computed) = ([], 0, 0..<0)
    return positions.count
  }

  /// Forgets everything.
  func forget() {
    dropDrafts()
    rewind(to: 0)
  }

  /// The next prompt parts from this one where a turn begins: a reply is read again without its thoughts, written anew, a message changed.
  private func keepTurns(of prompt: Prompt) {
    guard let turnStart else { return }
    var places: [Int] = []
    for place in prompt.positions.indices.reversed() where prompt.positions[place] == .token(turnStart) {
      places.append(place)
      if places.count == Self.turns { break }
    }
    cache.keep(places.reversed())
  }

  /// Forgets everything after a position, or more where the cache no longer holds what that position's window needs.
  private func rewind(to count: Int) {
    let target = cache.rewindable(atMost: count)
    cache.rewind(to: target)
    positions.removeSubrange(target...)
  }
}
