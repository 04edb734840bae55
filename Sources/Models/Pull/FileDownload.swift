import Foundation

/// Fetches one file into its place, or the rest of it.
struct FileDownload: Sendable {
  /// What errors and progress call it.
  let name: String
  let address: URL
  /// The repository that it is in, for what errors say.
  let repository: RepositoryName?
  /// How large it is, nil where nobody has told.
  let bytes: Int?
  /// Its SHA-256, nil where nobody has told.
  let sha256: String?
  /// Where it belongs.
  let path: String

  let client: HTTPClient
  let retrying: Retrying

  /// Fetches what is missing, checks all of it and gives the file its name.
  ///
  /// What came stays in `path` with `.part` behind it when this fails, and the next call goes on from there. Only contents that were found to be
  /// wrong are thrown away: once they are fetched anew, then `PullError.wrongDigest` is thrown.
  /// - Returns: the size in bytes, and the SHA-256.
  func run() throws(PullError) -> (bytes: Int, sha256: String) {
    let part = try PartFile(
      path: path, contents: .init(address: address.absoluteString, sha256: sha256, bytes: bytes, tag: nil))
    try part.takeUp { done, total throws(PullError) in
      try retrying.cancellation.check()
      retrying.report(.checking(file: name, done: done, of: total))
    }
    try fetchRest(of: part)
    if let sha256, part.sha256 != sha256 {
      retrying.report(.startingAnew(file: name))
      try part.restart()
      try fetchRest(of: part)
      let found = part.sha256
      guard found == sha256 else {
        part.remove()
        throw .wrongDigest(file: name, expected: sha256, found: found)
      }
    }
    let digest = part.sha256
    try part.complete()
    retrying.report(.fetched(file: name, bytes: part.count))
    return (part.count, digest)
  }

  private func fetchRest(of part: PartFile) throws(PullError) {
    let reader = PartReader(part, download: self)
    try retrying.run(progress: { part.count }) { () throws(PullError) in
      if let bytes, part.count == bytes, bytes > 0 { return }
      var headers: [String: String] = [:]
      if part.count > 0 {
        headers["Range"] = "bytes=\(part.count)-"
        // The server then sends the rest of these contents, or all of others.
        headers["If-Range"] = part.contents.tag
      }
      _ = try client.get(address, headers: headers, reader: reader)
      if let total = reader.total, part.count < total { throw .cutOff(file: name, done: part.count, of: total) }
    }
  }
}

/// Writes the body of an answer into a part.
///
/// Its state is used by one thread at a time, as ``AnswerReader`` says.
private final class PartReader: AnswerReader, @unchecked Sendable {
  private let part: PartFile
  private let download: FileDownload
  private let before: Int
  /// How large the file will be, where that is known.
  private(set) var total: Int?

  init(_ part: PartFile, download: FileDownload) {
    self.part = part
    self.download = download
    before = part.count
    total = download.bytes
  }

  func begin(_ answer: HTTPAnswer) throws(PullError) {
    switch answer.status {
    case 200:
      if answer.isPage { throw .notTheFile(file: download.name, isPage: true) }
      try part.restart()
      try part.write(tag: answer.strongTag)
      try expect(answer.length)
    case 206:
      guard let range = answer.range, range.start == part.count else {
        try part.restart()
        throw .changed(file: download.name)
      }
      if let tag = part.contents.tag, let now = answer.strongTag, tag != now {
        try part.restart()
        throw .changed(file: download.name)
      }
      try expect(range.total)
    case 416:
      // There is no such part: what is here is of another file.
      try part.restart()
      throw .changed(file: download.name)
    default: throw PullError(answer, repository: download.repository, access: download.client.access)
    }
  }

  /// Compares what the server says of the size with what is known of it.
  private func expect(_ size: Int?) throws(PullError) {
    guard let size else { return }
    if let bytes = download.bytes, bytes != size {
      throw .wrongSize(file: download.name, expected: bytes, found: size)
    }
    guard size <= HubFile.mostBytes else {
      throw .wrongSize(file: download.name, expected: HubFile.mostBytes, found: size)
    }
    total = size
  }

  func take(_ bytes: Data) throws(PullError) {
    // A web page with status 200 and no word of what it is shows itself here.
    for (place, byte) in Array("GGUF".utf8).enumerated().dropFirst(part.count) {
      let offset = place - part.count
      guard offset < bytes.count else { break }
      guard bytes[bytes.startIndex + offset] == byte else { throw .notTheFile(file: download.name, isPage: false) }
    }
    if let total, part.count + bytes.count > total {
      throw .wrongSize(file: download.name, expected: total, found: part.count + bytes.count)
    }
    let failure: PullError? = bytes.withUnsafeBytes { buffer in
      do throws(PullError) {
        try part.append(buffer)
        return nil
      } catch {
        return error
      }
    }
    if let failure { throw failure }
    download.retrying.report(
      .fetching(file: download.name, done: part.count, of: total, before: min(before, part.count)))
  }
}
