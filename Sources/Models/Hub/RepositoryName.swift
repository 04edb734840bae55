/// The name of a repository on the hub: `owner/repository`.
public struct RepositoryName: Sendable, Equatable, Hashable {
  /// Whose it is.
  public let owner: String
  /// Its name among those of the owner.
  public let name: String

  /// Takes `owner/repository`; nil where either part has other characters than the hub allows.
  ///
  /// Letters, digits, “-”, “_” and “.” are allowed, at most 96 of them, and no “.” or “-” at the beginning: such a name is
  /// safe as a part of a path and of an address.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy(Self.isValid) else { return nil }
    (owner, name) = (String(parts[0]), String(parts[1]))
  }

  /// `owner/repository`.
  public var text: String { owner + "/" + name }

  /// The name of the folder that its model is put into: `owner--repository`.
  public var folderName: String { owner + "--" + name }

  private static func isValid(_ part: Substring) -> Bool {
    guard let first = part.utf8.first, part.utf8.count <= 96, !".-".utf8.contains(first) else { return false }
    return part.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || "-_.".utf8.contains(byte)
    }
  }
}
