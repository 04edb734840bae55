/// Finds the name that was probably meant.
public enum NearestName {
  /// The nearest of `names` to `word`, or nil where none is near: `tempratur` → `temperature`, `temp` → `temperature`.
  public static func of(_ word: String, among names: [String]) -> String? {
    // A long argument is a sentence, not a mistyped name, and the distance takes quadratic time.
    guard word.utf8.count <= 40, !word.isEmpty else { return nil }
    let word = word.lowercased()
    if word.count >= 2 {
      let longer = names.filter { $0.lowercased().hasPrefix(word) }
      if longer.count == 1 { return longer[0] }
    }
    let ranked = names.map { ($0, distance(word, $0.lowercased())) }.sorted { $0.1 < $1.1 }
    guard let (name, distance) = ranked.first, distance <= max(1, min(word.count, name.count) / 3) else { return nil }
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
