import Chat
import Foundation

/// Holds the files of models against the hashes that are known of them.
///
/// `origin.json` has those of facet's own files. In Ollama's blobs and Hugging Face's cache the hash is the name of the file.
public struct ModelVerification: Sendable {
  /// A file with what it has to be.
  public struct Item: Sendable, Equatable {
    /// The file.
    public let path: String
    /// Its size in bytes, where it is known.
    public let bytes: Int?
    /// Its SHA-256, 64 lowercase hexadecimal digits.
    public let sha256: String
  }

  /// What came of a file.
  public enum Outcome: Sendable, Equatable {
    /// It is as it has to be.
    case sound
    /// It has another size, in bytes.
    case wrongSize(found: Int, expected: Int)
    /// It has another content.
    case wrongHash(found: String, expected: String)
    /// It cannot be read.
    case unreadable(reason: String)
  }

  /// What is to be read.
  public let items: [Item]

  /// All that is known of the files of a model; no items where nothing is.
  public init(model path: String) {
    let folder = PathText.folder(of: path)
    let name = PathText.name(of: path)
    if let origin = ModelOrigin(folder: folder), origin.files.contains(where: { $0.name == name }) {
      items = origin.files.map { Item(path: folder + "/" + $0.name, bytes: $0.bytes, sha256: $0.sha256) }
      return
    }
    // What belongs to the model is checked with it.
    let files = [path, Pairing.projector(of: path).path, Pairing.drafter(of: path).path].compactMap { $0 }
    items = files.compactMap { file in
      Self.nameHash(file).map { Item(path: file, bytes: nil, sha256: $0) }
    }
  }

  /// Bytes of all files, as far as they are there.
  public var byteCount: Int { items.reduce(0) { $0 + (FileIdentity($1.path)?.bytes ?? 0) } }

  /// The hash that the name of a blob says; nil for other files.
  private static func nameHash(_ path: String) -> String? {
    let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    guard PathText.name(of: PathText.folder(of: target)) == "blobs" else { return nil }
    let name = PathText.name(of: target)
    return OllamaManifests.hash(in: name, after: "sha256-") ?? OllamaManifests.hash(in: name, after: "")
  }

  /// Reads a file and compares.
  ///
  /// - Parameter progress: Called with the bytes that were read since it was called last; may throw to stop.
  /// - Throws: What `progress` throws.
  public static func check(_ item: Item, progress: (Int) throws -> Void = { _ in }) throws -> Outcome {
    let descriptor = open(item.path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return .unreadable(reason: words(errno)) }
    defer { close(descriptor) }
    if let expected = item.bytes, let found = FileIdentity(item.path)?.bytes, found != expected {
      return .wrongSize(found: found, expected: expected)
    }
    var hash = SHA256()
    var piece = [UInt8](repeating: 0, count: 4 << 20)
    while true {
      let count = read(descriptor, &piece, piece.count)
      if count == 0 { break }
      guard count > 0 else {
        if errno == EINTR { continue }
        return .unreadable(reason: words(errno))
      }
      piece.withUnsafeBytes { hash.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
      try progress(count)
    }
    let found = SHA256.hex(hash.finish())
    return found == item.sha256 ? .sound : .wrongHash(found: found, expected: item.sha256)
  }

  private static func words(_ code: Int32) -> String { String(cString: strerror(code)) }
}
