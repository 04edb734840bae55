import Chat
import Foundation

/// A file as a repository of the hub lists it.
public struct HubFile: Sendable, Equatable {
  /// Where it is in the repository: `MTP/mtp-gemma-4-12b-it-Q8_0.gguf`.
  public let path: String
  /// How large it is.
  public let bytes: Int
  /// The SHA-256 of its contents, 64 lowercase hexadecimal digits; nil for small files, of which the hub does not tell it.
  public let sha256: String?

  /// A file of these properties.
  public init(path: String, bytes: Int, sha256: String?) {
    self.path = path
    self.bytes = bytes
    self.sha256 = sha256
  }

  /// The last part of the path, which is its name on the disk.
  public var name: String { path.split(separator: "/").last.map(String.init) ?? path }

  /// More than any model has; who states more means harm or is broken.
  static let mostBytes = 1 << 44
}

extension HubFile {
  /// Reads one page of a listing, `[{"type", "path", "size", "lfs": {"oid", "size"}}]`; nil where it is no such thing.
  ///
  /// Folders are left out. Of a file in Git LFS the size and the SHA-256 are those of `lfs`.
  static func list(_ json: JSONValue) -> [HubFile]? {
    guard let entries = json.asArray else { return nil }
    var files: [HubFile] = []
    for entry in entries {
      guard let path = entry["path"]?.asString, let type = entry["type"]?.asString else { return nil }
      guard type == "file" else { continue }
      guard let bytes = (entry["lfs"]?["size"] ?? entry["size"])?.asInteger, (0...mostBytes).contains(bytes) else {
        return nil
      }
      let sha256 = entry["lfs"]?["oid"]?.asString?.lowercased()
      if let sha256, !isDigest(sha256) { return nil }
      files.append(HubFile(path: path, bytes: bytes, sha256: sha256))
    }
    return files
  }

  /// Whether this is 64 lowercase hexadecimal digits.
  static func isDigest(_ text: String) -> Bool {
    text.utf8.count == 64 && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }

  /// Whether the path stays inside a folder, whatever it is put behind, and its last part can be the name of a file.
  var isSafe: Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard let last = parts.last, last.utf8.count <= 200 else { return false }
    return parts.allSatisfy { part in
      !part.isEmpty && !part.hasPrefix(".")
        && !part.unicodeScalars.contains { $0.value < 0x20 || $0 == "\\" || $0 == "\u{7F}" }
    }
  }
}
