import Foundation

/// A pattern for the paths of files, as shells have them: “*” stands for any characters, “?” for one.
///
/// Upper and lower case are the same, since those who upload files do not agree on “12B” and “12b”. “*” does not stand for “/”.
struct FilePattern: Sendable, Equatable {
  let text: String

  init(_ text: String) { self.text = text }

  /// Whether a path is of this pattern.
  func matches(_ path: String) -> Bool {
    fnmatch(text, path, FNM_PATHNAME | FNM_NOESCAPE | caseFolding) == 0
  }
}

/// `FNM_CASEFOLD`, which the C library has and its header hides.
private let caseFolding: Int32 = 1 << 4
