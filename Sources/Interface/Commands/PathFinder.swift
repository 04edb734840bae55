import Foundation

/// Tries what was written as paths, until it may not look any more.
struct PathFinder {
  enum Whole {
    case file(DroppedPaths.File)
    case problem(FileProblem)
  }

  enum Leading {
    case file(DroppedPaths.File, after: String.Index)
    case problem(FileProblem)
    /// Nothing exists; the word that was taken for a path.
    case nothing(String)
  }

  let home: String
  /// How often it may still ask what there is at a path.
  var probesLeft: Int
  let status: (String) -> FileStatus

  /// The whole text as one path; nil when it is none.
  mutating func whole(_ text: String) -> Whole? {
    guard text.utf8.count <= DroppedPaths.longestPath, text.contains("/") || text.contains("\\"),
      text != "/", text != "~/", !text.contains(where: \.isNewline)
    else { return nil }
    let isQuoted = text.count > 2 && (text.first == "'" || text.first == "\"") && text.first == text.last
    let word = ShellWords.next(in: text, from: text.startIndex)
    let unescaped = word.map { !$0.isOpen && $0.range.upperBound == text.endIndex ? $0.value : text } ?? text
    let spellings = [text, isQuoted ? String(text.dropFirst().dropLast()) : text, unescaped]
    for spelling in spellings where isQuoted || Self.looksLikePath(spelling) || !spelling.contains(" ") {
      guard let (path, status) = find(spelling) else { continue }
      return switch status {
      case .file(let kind): .file(DroppedPaths.File(path: path, kind: kind))
      case .folder: .problem(FileProblem(path: path, reason: .folder))
      case .unreadable: .problem(FileProblem(path: path, reason: .unreadable))
      case .unknownFormat: .problem(FileProblem(path: path, reason: .unknownFormat))
      case .missing: nil
      }
    }
    return nil
  }

  /// The path at the start of a text: as many words of its first line as make a file, otherwise its first word as a shell reads it.
  mutating func leading(_ text: String) -> Leading {
    guard let word = ShellWords.next(in: text, from: text.startIndex) else { return .nothing("") }
    let line = text.prefix { !$0.isNewline }
    var ends: [String.Index] = []
    if line.utf8.count <= DroppedPaths.longestPath, text.first != "'", text.first != "\"" {
      ends = line.indices.filter { line[$0] == " " }
      if ends.count > 60 { ends.removeLast(ends.count - 60) }
      ends = [line.endIndex] + ends.reversed()
    }
    for end in ends where end > text.startIndex {
      let spelling = String(line[..<end]).trimmingCharacters(in: .whitespaces)
      if case (let path, .file(let kind))? = find(spelling) {
        return .file(DroppedPaths.File(path: path, kind: kind), after: end)
      }
    }
    guard !word.isOpen, word.value.utf8.count <= DroppedPaths.longestPath, let (path, status) = find(word.value) else {
      return .nothing(word.isOpen ? "" : word.value)
    }
    let isAlone = word.range.upperBound == text.endIndex
    switch status {
    case .file(let kind): return .file(DroppedPaths.File(path: path, kind: kind), after: word.range.upperBound)
    case .unreadable: return .problem(FileProblem(path: path, reason: .unreadable))
    case .unknownFormat: return .problem(FileProblem(path: path, reason: .unknownFormat))
    // "/tmp is full" speaks of a folder.
    case .folder: return isAlone ? .problem(FileProblem(path: path, reason: .folder)) : .nothing("")
    case .missing: return .nothing(word.value)
    }
  }

  /// The path that a spelling means and what is there; nil when there is nothing.
  private mutating func find(_ spelling: String) -> (path: String, status: FileStatus)? {
    let path = Self.expand(spelling, home: home)
    for candidate in [path] + LookAlikes.variants(path) where !candidate.isEmpty {
      guard probesLeft > 0 else { return nil }
      probesLeft -= 1
      let found = status(candidate)
      if found != .missing { return (candidate, found) }
    }
    return nil
  }

  /// The path that was meant: an address without `file://`, `~` as the home folder, a Windows drive as it is mounted.
  static func expand(_ spelling: String, home: String) -> String {
    if spelling.lowercased().hasPrefix("file:") {
      var rest = spelling.dropFirst(5)
      if rest.hasPrefix("//") {
        rest = rest.dropFirst(2)
        // Up to the first slash stands the name of this machine, or nothing.
        rest = rest.firstIndex(of: "/").map { rest[$0...] } ?? ""
      }
      return String(rest).removingPercentEncoding ?? String(rest)
    }
    if spelling == "~" || spelling.hasPrefix("~/"), !home.isEmpty {
      return home + spelling.dropFirst()
    }
    let characters = Array(spelling.prefix(3))
    if characters.count == 3, characters[0].isASCII, characters[0].isLetter, characters[1] == ":",
      characters[2] == "\\" || characters[2] == "/"
    {
      return "/mnt/\(characters[0].lowercased())/" + spelling.dropFirst(3).replacing("\\", with: "/")
    }
    for prefix in ["\\\\wsl$\\", "\\\\wsl.localhost\\"] where spelling.lowercased().hasPrefix(prefix) {
      let rest = spelling.dropFirst(prefix.count)
      return rest.firstIndex(of: "\\").map { String(rest[$0...]).replacing("\\", with: "/") } ?? ""
    }
    return spelling
  }

  /// Whether a text begins as paths do.
  static func looksLikePath(_ text: some StringProtocol) -> Bool {
    let start = text.prefix(16).lowercased()
    let bare = start.first == "'" || start.first == "\"" ? String(start.dropFirst()) : start
    if ["/", "~/", "./", "../", "file:/", "\\\\wsl"].contains(where: bare.hasPrefix) { return true }
    let letters = Array(bare.prefix(3))
    return letters.count == 3 && letters[0].isLetter && letters[1] == ":" && (letters[2] == "\\" || letters[2] == "/")
  }

  /// Whether someone who wrote this must have meant a file, so that it is worth saying that there is none.
  static func isSurelyPath(_ word: String, alone: Bool) -> Bool {
    guard looksLikePath(word) else { return false }
    if word.lowercased().hasPrefix("file:/") || FileEnding.kind(of: word) != nil { return true }
    return alone && !word.hasPrefix("//") && word.split(separator: "/").count > 1
  }

  /// The same of a line with spaces that begins with this word: a path as it is, such as "/home/me/my shot.png".
  static func isSurelySpacedPath(_ line: String, from word: String) -> Bool {
    line.utf8.count <= DroppedPaths.longestPath && looksLikePath(word) && word.split(separator: "/").count > 1
      && !line.contains(where: \.isNewline) && FileEnding.kind(of: line) != nil
  }
}
