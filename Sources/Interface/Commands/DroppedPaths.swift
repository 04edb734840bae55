import Chat
import Foundation

/// Files that were dropped on the terminal, which pastes their paths.
///
/// ```text
/// '/tmp/my shot.png'                  quoted, with ' or "
/// /tmp/my\ shot.png                   with backslashes
/// file:///tmp/my%20shot.png           as an address, with or without a host
/// ~/shot.png   /tmp/my shot.png       short, or as it is
/// /tmp/a.png /tmp/b.png               several, on one line or on lines of their own
/// /tmp/a.png what is this?            followed by words
/// C:\Users\me\a.png                   from Windows, as /mnt/c/Users/me/a.png
/// ```
/// The whole is tried as one path first. All paths at the beginning must be files that can be attached, or nothing is converted.
public struct DroppedPaths: Sendable, Equatable {
  /// A file to attach.
  public struct File: Sendable, Hashable {
    /// Where it is.
    public let path: String
    /// What it is.
    public let kind: Attachment.Kind

    /// The last part of the path.
    public var name: String { String(path.split(separator: "/").last ?? "") }

    init(path: String, kind: Attachment.Kind) { (self.path, self.kind) = (path, kind) }
  }

  /// The files, in the order of the paste.
  public var files: [File] = []
  /// What is text: all of the paste when nothing was converted.
  public var text: String
  /// What looked like a file and cannot be attached.
  public var problems: [FileProblem] = []

  /// Longer texts are no path.
  public static let longestPath = 4096
  private static let longestPaste = 1 << 16
  private static let mostProbes = 400

  /// Finds files in a paste; `status` says what there is at an absolute or relative path.
  public static func parse(_ paste: String, home: String, status: @escaping (String) -> FileStatus) -> DroppedPaths {
    let untouched = DroppedPaths(text: paste)
    guard paste.utf8.count <= longestPaste, !paste.utf8.contains(0) else { return untouched }
    let trimmed = paste.trimmingCharacters(in: .whitespacesAndNewlines)
    var finder = PathFinder(home: home, probesLeft: mostProbes, status: status)
    if let whole = finder.whole(trimmed) {
      switch whole {
      case .file(let file): return DroppedPaths(files: [file], text: "")
      case .problem(let problem): return DroppedPaths(text: paste, problems: [problem])
      }
    }
    guard PathFinder.looksLikePath(trimmed) else { return untouched }

    var files: [File] = []
    var rest = trimmed
    while !rest.isEmpty, PathFinder.looksLikePath(rest), files.count < 64 {
      switch finder.leading(rest) {
      case .file(let file, let after):
        files.append(file)
        rest = String(rest[after...].drop(while: \.isWhitespace))
      case .problem(let problem):
        return DroppedPaths(text: paste, problems: [problem])
      case .nothing(let word):
        if !files.isEmpty || PathFinder.isSurelyPath(word, alone: word.count == rest.count) {
          return DroppedPaths(text: paste, problems: [FileProblem(path: word, reason: .missing)])
        }
        guard PathFinder.isSurelySpacedPath(rest, from: word) else { return untouched }
        return DroppedPaths(text: paste, problems: [FileProblem(path: rest, reason: .missing)])
      }
    }
    return files.isEmpty ? untouched : DroppedPaths(files: files, text: rest)
  }

  /// The same where it is only known whether a path exists; what a file is, its name says, otherwise a document.
  public static func parse(_ paste: String, home: String, exists: @escaping (String) -> Bool) -> DroppedPaths {
    parse(paste, home: home) { path in exists(path) ? .file(FileEnding.kind(of: path) ?? .document) : .missing }
  }
}

/// A file that cannot be attached.
public struct FileProblem: Error, Sendable, Hashable {
  /// Why not.
  public enum Reason: Sendable, Hashable {
    case missing, folder, unreadable, unknownFormat
  }

  /// The path as it was understood.
  public let path: String
  /// Why it cannot be attached.
  public let reason: Reason

  /// A problem with a path.
  public init(path: String, reason: Reason) { (self.path, self.reason) = (path, reason) }
}
