import Foundation

/// How much room there is on disks.
public enum DiskSpace {
  /// The bytes that this user may still write where a path is or will be; nil where the system does not tell.
  public static func free(at path: String) -> Int? {
    var status = statvfs()
    for ancestor in ancestors(of: path) where statvfs(ancestor, &status) == 0 {
      // Some networks' file systems tell nothing, and say 0 of everything.
      guard status.f_blocks > 0 else { return nil }
      let (bytes, isTooMany) = Int(clamping: status.f_bavail).multipliedReportingOverflow(
        by: Int(clamping: status.f_frsize))
      return isTooMany ? .max : bytes
    }
    return nil
  }

  /// The path, and the folders above it up to the root.
  private static func ancestors(of path: String) -> [String] {
    var result = [path]
    var rest = Substring(path)
    while let slash = rest.lastIndex(of: "/") {
      rest = rest[..<slash]
      result.append(rest.isEmpty ? "/" : String(rest))
    }
    return result
  }
}
