/// A long sequence of text elements that can be changed anywhere at little cost.
///
/// ```text
/// chunks   [ 700 elements ][ 1024 elements ][ 12 elements ] …   at most `chunkLimit` each
/// counts         700             1024              12           so that a position is found without touching the chunks
/// newlines         3                0               1           so that lines are found without reading the elements
/// ```
/// A change copies one chunk; finding a position adds up the counts, a thousand of them for a megabyte.
struct TextRope: Sendable {
  static let chunkLimit = 1024

  private(set) var count = 0
  private var chunks: [[TextElement]] = []
  private var counts: [Int] = []
  private var newlines: [Int] = []

  init() {}

  init(_ elements: [TextElement]) {
    replace(0..<0, with: elements)
  }

  subscript(position: Int) -> TextElement {
    let (chunk, start) = locate(position)
    return chunks[chunk][position - start]
  }

  /// The elements of a range.
  subscript(range: Range<Int>) -> [TextElement] {
    guard !range.isEmpty else { return [] }
    var result: [TextElement] = []
    result.reserveCapacity(range.count)
    var (chunk, start) = locate(range.lowerBound)
    while start < range.upperBound {
      let from = max(0, range.lowerBound - start)
      result += chunks[chunk][from..<min(counts[chunk], range.upperBound - start)]
      start += counts[chunk]
      chunk += 1
    }
    return result
  }

  /// Puts other elements in the place of a range.
  mutating func replace(_ range: Range<Int>, with elements: [TextElement]) {
    guard !range.isEmpty || !elements.isEmpty else { return }
    defer { count += elements.count - range.count }
    guard !chunks.isEmpty else { return insertChunks(elements, at: 0..<0) }

    // The end of a chunk rather than the start of the next one, so that appending fills it up.
    let (first, firstStart) = locate(max(0, range.lowerBound - (range.isEmpty ? 1 : 0)))
    let inFirst = range.lowerBound - firstStart
    if range.upperBound - firstStart <= counts[first], counts[first] - range.count + elements.count <= Self.chunkLimit {
      let removed = chunks[first][inFirst..<inFirst + range.count].count { $0 == .newline }
      chunks[first].replaceSubrange(inFirst..<inFirst + range.count, with: elements)
      counts[first] += elements.count - range.count
      newlines[first] += elements.count { $0 == .newline } - removed
      if counts[first] < Self.chunkLimit / 8 { mergeOrRemove(first) }
      return
    }
    let (last, lastStart) = locate(max(range.lowerBound, range.upperBound - 1))
    let end = max(last, first)
    let endStart = end == last ? lastStart : firstStart
    let head = chunks[first][..<inFirst]
    let tail = chunks[end][(range.upperBound - endStart)...]
    insertChunks(Array(head) + elements + tail, at: first..<end + 1)
  }

  private mutating func insertChunks(_ elements: [TextElement], at place: Range<Int>) {
    // Three quarters full, so that typing into the middle does not split at once.
    let length = elements.count <= Self.chunkLimit ? Self.chunkLimit : Self.chunkLimit * 3 / 4
    let pieces = stride(from: 0, to: elements.count, by: length).map {
      Array(elements[$0..<min($0 + length, elements.count)])
    }
    chunks.replaceSubrange(place, with: pieces)
    counts.replaceSubrange(place, with: pieces.map(\.count))
    newlines.replaceSubrange(place, with: pieces.map { piece in piece.count { $0 == .newline } })
  }

  private mutating func mergeOrRemove(_ chunk: Int) {
    if counts[chunk] > 0 {
      guard chunk + 1 < chunks.count, counts[chunk] + counts[chunk + 1] <= Self.chunkLimit / 2 else { return }
      chunks[chunk + 1].insert(contentsOf: chunks[chunk], at: 0)
      counts[chunk + 1] += counts[chunk]
      newlines[chunk + 1] += newlines[chunk]
    }
    chunks.remove(at: chunk)
    counts.remove(at: chunk)
    newlines.remove(at: chunk)
  }

  /// The chunk that holds a position and where that chunk starts; the last chunk for the end.
  private func locate(_ position: Int) -> (chunk: Int, start: Int) {
    precondition(position >= 0 && position <= count && !counts.isEmpty, "position \(position) of \(count)")
    // Text is mostly changed at its end.
    if position >= count - (counts.last ?? 0) { return (counts.count - 1, count - (counts.last ?? 0)) }
    var start = 0
    var chunk = 0
    while position >= start + counts[chunk] {
      start += counts[chunk]
      chunk += 1
    }
    return (chunk, start)
  }

  // MARK: Lines

  /// How many lines there are, one more than newlines.
  var lineCount: Int { newlines.reduce(1, +) }

  /// Where the line of a position starts.
  func lineStart(of position: Int) -> Int {
    guard position > 0 else { return 0 }
    var (chunk, start) = locate(position - 1)
    if let found = chunks[chunk][..<(position - start)].lastIndex(of: .newline) { return start + found + 1 }
    while chunk > 0 {
      chunk -= 1
      start -= counts[chunk]
      if newlines[chunk] > 0, let found = chunks[chunk].lastIndex(of: .newline) { return start + found + 1 }
    }
    return 0
  }

  /// Where the line of a position ends: at its newline or at the end of the text.
  func lineEnd(of position: Int) -> Int {
    guard position < count else { return count }
    var (chunk, start) = locate(position)
    if let found = chunks[chunk][(position - start)...].firstIndex(of: .newline) { return start + found }
    start += counts[chunk]
    chunk += 1
    while chunk < chunks.count {
      if newlines[chunk] > 0, let found = chunks[chunk].firstIndex(of: .newline) { return start + found }
      start += counts[chunk]
      chunk += 1
    }
    return count
  }

  /// Where a line starts, the first being 0; the last line for numbers past the end.
  func lineStart(number: Int) -> Int {
    var left = number
    var start = 0
    guard left > 0 else { return 0 }
    for chunk in chunks.indices {
      if left > newlines[chunk] {
        left -= newlines[chunk]
        start += counts[chunk]
        continue
      }
      for (offset, element) in chunks[chunk].enumerated() where element == .newline {
        left -= 1
        if left == 0 { return start + offset + 1 }
      }
    }
    return lineStart(of: count)
  }

  // MARK: Reading in a row

  /// Reads elements one after another without searching for each.
  struct Reader {
    private let rope: TextRope
    private var chunk = 0
    private var start = 0

    fileprivate init(_ rope: TextRope) { self.rope = rope }

    var count: Int { rope.count }

    /// The element at a position; nil outside the text.
    mutating func element(_ position: Int) -> TextElement? {
      guard position >= 0, position < rope.count else { return nil }
      if position < start || position >= start + rope.counts[chunk] {
        if chunk + 1 < rope.counts.count, position == start + rope.counts[chunk] {
          start += rope.counts[chunk]
          chunk += 1
        } else {
          (chunk, start) = rope.locate(position)
        }
      }
      return rope.chunks[chunk][position - start]
    }
  }

  func reader() -> Reader { Reader(self) }
}
