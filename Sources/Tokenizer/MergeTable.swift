import GGUF

/// Which two neighbouring tokens join, at which rank, and into what.
///
/// A hash table with open addressing and linear steps; a look-up touches one cache line in most cases.
struct MergeTable: Sendable {
  struct Merge {
    var left: UInt32
    var right: UInt32
    /// Lower ranks join first; `noRank` marks a free slot.
    var rank: UInt32
    var token: UInt32
  }

  static let noRank = UInt32.max

  /// Whether a merge joins a newline with something else, so that text cannot be cut at newlines.
  private(set) var joinsNewlines = false
  private var slots: [Merge]
  private var boundaries: BoundaryFilter

  /// Reads merges such as `▁th e`, in the order of their ranks; of equal ones the first counts.
  ///
  /// Merges from or into markers are left out: text never turns into a marker by itself.
  init(_ merges: GGUFStrings, _ vocabulary: Vocabulary, path: String) throws {
    let free = Merge(left: 0, right: 0, rank: Self.noRank, token: 0)
    slots = [Merge](repeating: free, count: tableSize(for: merges.count))
    boundaries = BoundaryFilter(pairs: merges.count)
    var joined: [UInt8] = []
    try merges.forEachBytes { rank, text in
      guard let space = text.dropFirst().firstIndex(of: UInt8(ascii: " ")), space + 1 < text.count else {
        throw TokenizerError.mergeWithoutSpace(
          path: path, merge: rank, text: String(decoding: text, as: UTF8.self))
      }
      let leftName = UnsafeRawBufferPointer(rebasing: text[..<space])
      let rightName = UnsafeRawBufferPointer(rebasing: text[(space + 1)...])
      joined.removeAll(keepingCapacity: true)
      joined.append(contentsOf: leftName)
      joined.append(contentsOf: rightName)

      func token(_ name: UnsafeRawBufferPointer) throws -> Int {
        if let token = vocabulary.token(name) { return token }
        throw TokenizerError.mergeOfUnknownToken(
          path: path, merge: rank, token: String(decoding: name, as: UTF8.self))
      }
      let left = try token(leftName)
      let right = try token(rightName)
      let whole = try joined.withUnsafeBytes { try token($0) }
      guard vocabulary.kinds[left].isText, vocabulary.kinds[right].isText, vocabulary.kinds[whole].isText,
        insert(Merge(left: UInt32(left), right: UInt32(right), rank: UInt32(rank), token: UInt32(whole)))
      else { return }
      boundaries.insert(leftName, rightName)
      let newline = UInt8(ascii: "\n")
      if (leftName.last == newline) != (rightName.first == newline) { joinsNewlines = true }
    }
  }

  private mutating func insert(_ merge: Merge) -> Bool {
    let mask = slots.count - 1
    var index = Self.index(merge.left, merge.right) & mask
    while slots[index].rank != Self.noRank {
      if slots[index].left == merge.left, slots[index].right == merge.right { return false }
      index = (index + 1) & mask
    }
    slots[index] = merge
    return true
  }

  /// The merge of two neighbours; its rank is `noRank` if they do not join.
  @inline(__always)
  func merge(_ left: UInt32, _ right: UInt32) -> Merge {
    let mask = slots.count - 1
    var index = Self.index(left, right) & mask
    while true {
      let slot = slots[index]
      if slot.rank == Self.noRank || slot.left == left && slot.right == right { return slot }
      index = (index + 1) & mask
    }
  }

  /// Whether a merge can join text that ends in `last` with text that starts with `first`.
  ///
  /// False is certain: text can be cut there and the parts encoded apart.
  @inline(__always)
  func mayJoin(_ last: UTF8Character, _ first: UTF8Character) -> Bool { boundaries.mayContain(last, first) }

  @inline(__always)
  private static func index(_ left: UInt32, _ right: UInt32) -> Int {
    Int(truncatingIfNeeded: mixed(UInt64(left) << 32 | UInt64(right)) & 0xFFFF_FFFF)
  }
}

/// The pairs of characters between which a merge can join, as one bit for each hash of a pair.
private struct BoundaryFilter: Sendable {
  private var words: [UInt64]

  init(pairs: Int) {
    words = [UInt64](repeating: 0, count: max(1, tableSize(for: pairs) / 64))
  }

  mutating func insert(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) {
    // Text is cut into whole characters, so a merge within a character never finds its tokens.
    guard let last = UTF8Character(endOf: left), let first = UTF8Character(in: right, at: 0) else { return }
    let bit = bit(last, first)
    words[bit / 64] |= 1 << UInt64(bit % 64)
  }

  @inline(__always)
  func mayContain(_ last: UTF8Character, _ first: UTF8Character) -> Bool {
    let bit = bit(last, first)
    return words[bit / 64] >> UInt64(bit % 64) & 1 != 0
  }

  @inline(__always)
  private func bit(_ last: UTF8Character, _ first: UTF8Character) -> Int {
    let hash = mixed(UInt64(last.packed) << 32 | UInt64(first.packed))
    return Int(truncatingIfNeeded: hash & UInt64(words.count * 64 - 1))
  }
}
