import Foundation

/// The files that keep what was read of conversations: some hundred megabytes each with Gemma 4 12B, so only those of the last few are kept.
struct ReadingFolder: Sendable {
  /// Files that are kept.
  static let most = 4

  /// The folder; nil where nothing is kept.
  private let path: String?

  init(storeFolder: String?) { path = storeFolder.map { $0 + "/readings" } }

  /// The file of a conversation; nil where nothing is kept.
  func file(of conversation: String) -> String? { path.map { "\($0)/\(conversation).reading" } }

  /// Makes the folder for files to come.
  func make() {
    guard let path else { return }
    let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o700]
    try? FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true, attributes: attributes)
  }

  /// Removes the file of a conversation.
  func remove(_ conversation: String) {
    if let file = file(of: conversation) { unlink(file) }
  }

  /// Removes all but the latest files, and what was left unfinished long ago.
  func tidy(now: Date = Date()) {
    for file in files.filter({ !$0.isWhole && now.timeIntervalSince($0.date) > 3600 }) { unlink(file.path) }
    for file in files.filter(\.isWhole).sorted(by: { $0.date > $1.date }).dropFirst(Self.most) { unlink(file.path) }
  }

  /// How many files there are, and their bytes.
  struct Size: Sendable, Equatable {
    var files = 0
    var bytes = 0
  }

  /// What is there now.
  var size: Size {
    let files = files
    return Size(files: files.count, bytes: files.reduce(0) { $0 + $1.bytes })
  }

  private struct File {
    let path: String
    let date: Date
    let bytes: Int
    let isWhole: Bool
  }

  private var files: [File] {
    guard let path else { return [] }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.filter { $0.contains(".reading") }.compactMap { name in
      var status = stat()
      guard lstat("\(path)/\(name)", &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
      let date = Date(
        timeIntervalSince1970: Double(status.st_mtim.tv_sec) + Double(status.st_mtim.tv_nsec) * 1e-9)
      return File(
        path: "\(path)/\(name)", date: date, bytes: Int(status.st_size), isWhole: name.hasSuffix(".reading"))
    }
  }
}
