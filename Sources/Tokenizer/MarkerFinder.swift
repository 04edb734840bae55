/// Finds markers such as `<|turn>` in text.
struct MarkerFinder: Sendable {
  private let vocabulary: Vocabulary
  /// Which bytes markers start with.
  private let isFirst: [Bool]
  /// The lengths that markers have, the longest first.
  private let lengths: [Int]

  init(_ vocabulary: Vocabulary) {
    var isFirst = [Bool](repeating: false, count: 256)
    var lengths: Set<Int> = []
    for token in 0..<vocabulary.count where vocabulary.kinds[token].isMarker {
      let name = vocabulary.name(of: token)
      guard let first = name.first else { continue }
      isFirst[Int(first)] = true
      lengths.insert(name.count)
    }
    self.vocabulary = vocabulary
    self.isFirst = isFirst
    self.lengths = lengths.sorted(by: >)
  }

  /// The first marker from `offset` on, and the longest if several start there.
  func next(in text: UnsafeRawBufferPointer, from offset: Int) -> (range: Range<Int>, token: Int)? {
    for start in offset..<text.count where isFirst[Int(text[start])] {
      for length in lengths where length <= text.count - start {
        let range = start..<start + length
        if let token = marker(UnsafeRawBufferPointer(rebasing: text[range])) { return (range, token) }
      }
    }
    return nil
  }

  /// The marker of that name; nil if there is none.
  func marker(_ name: UnsafeRawBufferPointer) -> Int? {
    guard let token = vocabulary.token(name), vocabulary.kinds[token].isMarker else { return nil }
    return token
  }
}
