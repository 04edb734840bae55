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
}
