/// How near what was typed is to a name.
enum Similarity {
  /// How well a name fits what was typed; nil where it does not.
  ///
  /// Smaller is better. The start of the name comes first, then the start of a word in it, then any letters in this order, the closer together the better.
  static func rank(_ typed: String, in name: String) -> Int? {
    let typed = Array(typed.lowercased())
    let name = Array(name.lowercased())
    guard !typed.isEmpty else { return 0 }
    guard typed.count <= name.count else { return nil }
    if name.starts(with: typed) { return name.count - typed.count }
    for start in name.indices.dropFirst() where !name[start - 1].isLetter && name[start...].starts(with: typed) {
      return 1000 + start
    }
    var rank = 2000
    var position = 0
    var last: Int?
    for character in typed {
      guard let found = name[position...].firstIndex(of: character) else { return nil }
      rank += last.map { found - $0 - 1 } ?? found
      last = found
      position = found + 1
    }
    return rank
  }

  /// The nearest of `names` to `word`, or nil where none is near: `tempratur` → `temperature`.
  static func nearest(_ word: String, among names: [String]) -> String? {
    // A long word is no mistyped name, and the distance takes quadratic time.
    guard word.utf8.count <= 40, !word.isEmpty else { return nil }
    let word = word.lowercased()
    let longer = names.filter { $0.hasPrefix(word) }
    if word.count >= 2, longer.count == 1 { return longer.first }
    let ranked = names.map { ($0, distance(word, $0.lowercased())) }.min { $0.1 < $1.1 }
    guard let (name, distance) = ranked, distance <= max(1, min(word.count, name.count) / 3) else { return nil }
    return name
  }

  /// The number of insertions, deletions, replacements and swaps of neighbours that turn one word into the other.
  static func distance(_ from: String, _ to: String) -> Int {
    let from = Array(from)
    let to = Array(to)
    var before: [Int] = []
    var previous = Array(0...to.count)
    for (i, a) in from.enumerated() {
      var row = [i + 1]
      for (j, b) in to.enumerated() {
        var best = min(row[j] + 1, previous[j + 1] + 1, previous[j] + (a == b ? 0 : 1))
        if i > 0, j > 0, a == to[j - 1], from[i - 1] == b { best = min(best, before[j - 1] + 1) }
        row.append(best)
      }
      before = previous
      previous = row
    }
    return previous[to.count]
  }
}
