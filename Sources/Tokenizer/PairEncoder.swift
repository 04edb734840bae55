/// Byte pair encoding: turns text into tokens by joining neighbours, the pair with the lowest rank first.
///
/// The symbols of a piece of text are a doubly linked list, and a heap has the merges that may be done; both cost
/// O(n log n) for n characters. Text is cut into pieces where no merge can join, most often at words, so pieces are
/// short and stay in the cache.
struct PairEncoder {
  private struct Symbol {
    var token: UInt32
    /// Neighbours in the list; -1 for none.
    var previous: Int32
    var next: Int32
    /// The merge with the next symbol: its rank, or `noRank` if there is none or the symbol was joined to another.
    var rank: UInt32
    var joined: UInt32
  }

  private let rules: EncodingRules
  private var symbols: [Symbol] = []
  private var heap = MergeHeap()

  /// The tokens so far.
  private(set) var tokens: [Int] = []

  /// Positions have 31 bits, so pieces of more characters, which no memory holds, are cut.
  private static let pieceLimit = Int(Int32.max)
  private static let space = UInt8(ascii: " ")
  private static let newline = UInt8(ascii: "\n")

  init(_ rules: EncodingRules) {
    self.rules = rules
  }

  /// Appends a token that is known already.
  mutating func append(token: Int) { tokens.append(token) }

  /// Appends the tokens of a text; bytes that are not UTF-8 become byte tokens.
  mutating func append(text: UnsafeRawBufferPointer) {
    var previous: UTF8Character?
    var offset = 0
    while offset < text.count {
      if text[offset] == Self.newline, !rules.merges.joinsNewlines {
        encodePiece()
        previous = nil
        let end = text[offset...].firstIndex { $0 != Self.newline } ?? text.count
        append(newlines: UnsafeRawBufferPointer(rebasing: text[offset..<end]))
        offset = end
        continue
      }
      let character = UTF8Character(in: text, at: offset)
      let end = offset + (character?.byteCount ?? 1)
      let bytes = UnsafeRawBufferPointer(rebasing: text[offset..<end])
      offset = end
      guard var character, let token = rules.token(bytes) else {
        encodePiece()
        previous = nil
        for byte in bytes { tokens.append(rules.byteTokens[Int(byte)]) }
        continue
      }
      if bytes[0] == Self.space { character = .lowerBlock }
      if let last = previous, !rules.merges.mayJoin(last, character) || symbols.count == Self.pieceLimit {
        encodePiece()
      }
      append(symbol: token)
      previous = character
    }
    encodePiece()
  }

  /// A run of newlines is one token if there is such a token.
  private mutating func append(newlines: UnsafeRawBufferPointer) {
    if let token = rules.vocabulary.textToken(newlines) {
      tokens.append(token)
    } else if let token = rules.token(UnsafeRawBufferPointer(rebasing: newlines[..<1])) {
      for _ in newlines {
        if symbols.count == Self.pieceLimit { encodePiece() }
        append(symbol: token)
      }
      encodePiece()
    } else {
      for byte in newlines { tokens.append(rules.byteTokens[Int(byte)]) }
    }
  }

  private mutating func append(symbol token: UInt32) {
    let index = Int32(symbols.count)
    symbols.append(
      Symbol(token: token, previous: index - 1, next: index + 1, rank: MergeTable.noRank, joined: 0))
  }

  /// Joins the symbols as far as they can be joined, and appends their tokens.
  private mutating func encodePiece() {
    guard let last = symbols.indices.last else { return }
    symbols[last].next = -1
    for index in 0..<last {
      let merge = rules.merges.merge(symbols[index].token, symbols[index + 1].token)
      symbols[index].rank = merge.rank
      symbols[index].joined = merge.token
      if merge.rank != MergeTable.noRank { heap.append(MergeHeap.item(rank: merge.rank, position: index)) }
    }
    heap.order()
    while let item = heap.popFirst() {
      let index = MergeHeap.position(item)
      // The pair may have changed since the item was made; then its rank has changed too.
      guard symbols[index].rank == MergeHeap.rank(item) else { continue }
      join(index)
    }
    var index = 0
    while index >= 0 {
      tokens.append(Int(symbols[index].token))
      index = Int(symbols[index].next)
    }
    symbols.removeAll(keepingCapacity: true)
  }

  /// Joins a symbol with the next one, which leaves the list.
  private mutating func join(_ index: Int) {
    let right = Int(symbols[index].next)
    let next = symbols[right].next
    symbols[right].rank = MergeTable.noRank
    symbols[index].token = symbols[index].joined
    symbols[index].next = next
    if next >= 0 { symbols[Int(next)].previous = Int32(index) }
    findMerge(index)
    if symbols[index].previous >= 0 { findMerge(Int(symbols[index].previous)) }
  }

  /// Looks up the merge of a symbol with the next one, and puts it on the heap.
  private mutating func findMerge(_ index: Int) {
    let next = symbols[index].next
    guard next >= 0 else {
      symbols[index].rank = MergeTable.noRank
      return
    }
    let merge = rules.merges.merge(symbols[index].token, symbols[Int(next)].token)
    symbols[index].rank = merge.rank
    symbols[index].joined = merge.token
    if merge.rank != MergeTable.noRank { heap.insert(MergeHeap.item(rank: merge.rank, position: index)) }
  }
}
