import Foundation

/// A folder for files that the chat makes itself: recordings, pictures from the clipboard, pages of documents.
///
/// Once they are sent the store has a copy. Until then only a draft refers to them, which may be taken up in a later session; so they lie
/// beside the drafts, and what no draft mentions any more is removed.
final class DraftFiles: Sendable {
  /// The folder of the files.
  let path: String
  /// The folder of the drafts; nil where nothing is kept.
  private let drafts: String?

  /// The files in a store's folder, otherwise in a temporary one for this session.
  init(storeFolder: String?) {
    if let storeFolder, Self.make(storeFolder + "/drafts/files") {
      (drafts, path) = (storeFolder + "/drafts", storeFolder + "/drafts/files")
    } else {
      let base = (NSTemporaryDirectory() as NSString).standardizingPath
      (drafts, path) = (nil, "\(base)/facet-\(UUID().uuidString)")
      mkdir(path, 0o700)
    }
  }

  private static func make(_ folder: String) -> Bool {
    let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o700]
    try? FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: attributes)
    return access(folder, W_OK) == 0
  }

  /// Removes what nobody needs any more, at the end of the program.
  ///
  /// Files of the last hour stay in any case: another instance may be about to mention them in its draft.
  func clean() {
    guard let drafts else {
      try? FileManager.default.removeItem(atPath: path)
      return
    }
    let manager = FileManager.default
    let mentioned = ((try? manager.contentsOfDirectory(atPath: drafts)) ?? []).filter { $0.hasSuffix(".json") }
      .compactMap { try? String(contentsOfFile: "\(drafts)/\($0)", encoding: .utf8) }
    for name in (try? manager.contentsOfDirectory(atPath: path)) ?? [] {
      let file = "\(path)/\(name)"
      guard !mentioned.contains(where: { $0.contains(name) }), let age = Self.age(of: file), age > 3600 else {
        continue
      }
      unlink(file)
    }
  }

  private static func age(of file: String) -> Double? {
    var status = stat()
    guard lstat(file, &status) == 0 else { return nil }
    return Date().timeIntervalSince1970 - Double(status.st_mtim.tv_sec)
  }
}
