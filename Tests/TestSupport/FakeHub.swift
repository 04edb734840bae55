import Chat
import Foundation

/// A hub with one or more repositories on this machine, which can be made to fail.
public final class FakeHub: Sendable {
  /// What it is asked.
  public typealias Request = ScriptedServer.Request
  /// What it answers.
  public typealias Answer = ScriptedServer.Answer

  /// The commit of all repositories.
  public static let commit = String(repeating: "c0ffee12", count: 5)

  /// What it listens with, and what has been asked.
  public let server: ScriptedServer

  /// A hub that holds these files: repository → path → contents.
  ///
  /// `instead` may answer in its place: it gets the request and what would be answered.
  public init(
    _ repositories: [String: [String: [UInt8]]],
    instead: @escaping @Sendable (Request, Answer) -> Answer = { $1 }
  ) throws {
    server = try ScriptedServer { request in instead(request, FakeHub.answer(request, repositories)) }
  }

  /// The address for `HF_ENDPOINT`.
  public var address: String { server.address }

  /// The requests for contents of files.
  public var downloads: [Request] { server.requests.filter { $0.path.contains("/resolve/") } }

  /// Bytes that begin as a GGUF file does and are otherwise the same whenever they are made.
  public static func contents(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
    var state = seed &* 0x9E37_79B9_7F4A_7C15
    var bytes = Array("GGUF".utf8)
    bytes.reserveCapacity(count)
    while bytes.count < count {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      bytes.append(UInt8(truncatingIfNeeded: state >> 56))
    }
    return Array(bytes.prefix(count))
  }

  /// A file's contents with the ranges that were asked for.
  public static func file(_ bytes: [UInt8], _ request: Request, tag: String? = nil) -> Answer {
    let tag = tag ?? "\"" + SHA256.hex(of: bytes).prefix(16) + "\""
    var headers = [("ETag", tag), ("Accept-Ranges", "bytes"), ("Content-Type", "application/octet-stream")]
    guard let range = request.header("Range"), range.hasPrefix("bytes="), range.hasSuffix("-"),
      let start = Int(range.dropFirst("bytes=".count).dropLast()), request.header("If-Range") ?? tag == tag
    else { return .bytes(200, bytes, headers: headers) }
    guard start < bytes.count else {
      return Answer(416, headers: [("Content-Range", "bytes */\(bytes.count)")])
    }
    headers.append(("Content-Range", "bytes \(start)-\(bytes.count - 1)/\(bytes.count)"))
    return .bytes(206, Array(bytes[start...]), headers: headers)
  }

  private static func answer(_ request: Request, _ repositories: [String: [String: [UInt8]]]) -> Answer {
    let parts = request.path.split(separator: "/").map(String.init)
    let isAsking = parts.starts(with: ["api", "models"])
    let rest = Array(isAsking ? parts.dropFirst(2) : parts[...])
    guard rest.count >= 2, let files = repositories[rest[0] + "/" + rest[1]] else {
      return .json(401, "{\"error\": \"Repository not found\"}", headers: [("X-Error-Code", "RepoNotFound")])
    }
    switch (isAsking, rest.count > 2 ? rest[2] : "") {
    case (true, ""), (true, "revision"):
      return .json(200, "{\"id\": \"\(rest[0])/\(rest[1])\", \"sha\": \"\(commit)\"}")
    case (true, "tree"):
      return .json(200, listing(files))
    case (false, "resolve") where rest.count > 4 && rest[3] == commit:
      guard let bytes = files[rest[4...].joined(separator: "/")] else {
        return Answer(404, headers: [("X-Error-Code", "EntryNotFound")])
      }
      return file(bytes, request)
    default: return Answer(404)
    }
  }

  /// The list of a repository's files as the hub writes it.
  public static func listing(_ files: [String: [UInt8]]) -> String {
    let entries = files.sorted { $0.key < $1.key }.map { path, bytes -> JSONValue in
      [
        "type": "file", "oid": .string(String(repeating: "1", count: 40)), "size": .integer(bytes.count),
        "lfs": ["oid": .string(SHA256.hex(of: bytes)), "size": .integer(bytes.count), "pointerSize": 135],
        "path": .string(path),
      ]
    }
    let readme: JSONValue = ["type": "file", "oid": "1", "size": 12, "path": "README.md"]
    let folder: JSONValue = ["type": "directory", "oid": "1", "size": 0, "path": "MTP"]
    return JSONValue.array([folder, readme] + entries).text
  }
}
