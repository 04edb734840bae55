/// A file or folder in a listing.
public struct PathEntry: Sendable, Hashable {
  /// Its name without the folder.
  public let name: String
  /// Whether it is a folder.
  public let isFolder: Bool

  /// An entry.
  public init(_ name: String, isFolder: Bool = false) { (self.name, self.isFolder) = (name, isFolder) }
}

/// Completes a path that is being typed.
public enum PathCompletion {
  /// One way to go on.
  public struct Candidate: Sendable, Hashable {
    /// What the menu shows: the name, a folder with a slash.
    public let name: String
    /// What stands in the place of all that was typed, quoted as that was.
    public let replacement: String
    /// Whether there can be more behind it.
    public let isFolder: Bool
  }

  /// The ways to go on, those that begin as typed first, then those that have the letters in order; hidden files only behind a dot.
  ///
  /// - Parameters:
  ///   - typed: The path so far, with quotes or backslashes as typed.
  ///   - list: What is in a folder; "" is the present one.
  public static func candidates(_ typed: String, home: String, list: (String) -> [PathEntry]) -> [Candidate] {
    let quote = typed.first.flatMap { $0 == "'" || $0 == "\"" ? $0 : nil }
    let value = typed == "~" ? "~/" : ShellWords.next(in: typed, from: typed.startIndex)?.value ?? ""
    let split = value.lastIndex(of: "/").map { value.index(after: $0) } ?? value.startIndex
    let folder = String(value[..<split])
    let prefix = String(value[split...])
    return list(PathFinder.expand(folder, home: home))
      .filter { $0.name.first != "." || prefix.first == "." }
      .compactMap { entry in Similarity.rank(prefix, in: entry.name).map { ($0 < 1000 ? 0 : $0, entry) } }
      .sorted { ($0.0, $0.1.name) < ($1.0, $1.1.name) }
      .map { _, entry in
        Candidate(
          name: entry.isFolder ? entry.name + "/" : entry.name,
          replacement: quoted(folder + entry.name, isFolder: entry.isFolder, quote: quote), isFolder: entry.isFolder)
      }
  }

  private static func quoted(_ path: String, isFolder: Bool, quote: Character?) -> String {
    let path = isFolder ? path + "/" : path
    // Inside single quotes nothing can be escaped.
    if let quote, !path.contains(quote), quote == "'" || !path.contains(where: { "\\$`".contains($0) }) {
      return String(quote) + path + (isFolder ? "" : String(quote))
    }
    return path.hasPrefix("~/") ? "~/" + ShellWords.escape(String(path.dropFirst(2))) : ShellWords.escape(path)
  }
}
