import Chat
import Foundation
import Interface
import Media

/// What the chat has to know of the files of this machine.
enum FileWorld {
  /// What there is at a path; nothing is read but the first bytes of files whose names say nothing.
  static func status(_ path: String) -> FileStatus {
    var status = stat()
    guard !path.isEmpty, !path.utf8.contains(0), stat(path, &status) == 0 else { return .missing }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: return .folder
    case S_IFREG: break
    default: return .unknownFormat
    }
    guard access(path, R_OK) == 0 else { return .unreadable }
    if let kind = FileEnding.kind(of: path) { return .file(kind) }
    return isText(path) ? .file(.document) : .unknownFormat
  }

  private static func isText(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = read(descriptor, &bytes, bytes.count)
    return count > 0 && ConversionDocument.isText(Array(bytes[..<count]))
  }

  /// What is in a folder, as far as a person can look through; "" is the present one.
  static func list(_ folder: String) -> [PathEntry] {
    guard let stream = opendir(folder.isEmpty ? "." : folder) else { return [] }
    defer { closedir(stream) }
    var entries: [PathEntry] = []
    while entries.count < 5000, let entry = readdir(stream) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard name != ".", name != ".." else { continue }
      var isFolder = entry.pointee.d_type == UInt8(DT_DIR)
      if entry.pointee.d_type == UInt8(DT_LNK) || entry.pointee.d_type == UInt8(DT_UNKNOWN) {
        var status = stat()
        let path = (folder.isEmpty ? "." : folder) + "/" + name
        isFolder = stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
      }
      entries.append(PathEntry(name, isFolder: isFolder))
    }
    return entries
  }
}
