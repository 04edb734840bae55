import Foundation
import Synchronization

/// A small HTTP/1.1 server on the loopback interface that does exactly what a test tells it to, faults included.
///
/// ```swift
/// let server = try ScriptedServer { request in
///   request.path == "/ok" ? .text(200, "fine") : .text(404, "no such page")
/// }
/// // … ask server.address + "/ok" …
/// #expect(server.requests.map(\.path) == ["/ok"])
/// ```
/// It listens and answers on threads of its own, one a connection, and closes a connection after each answer. It stops
/// when nobody holds it any more.
public final class ScriptedServer: Sendable {
  /// One request as it came.
  public struct Request: Sendable {
    /// `GET`, `POST`, `CONNECT`.
    public let method: String
    /// What stands in the request line; through a proxy it is a whole address, or `host:port` after `CONNECT`.
    public let target: String
    /// The path without percent signs, and without scheme and host.
    public let path: String
    /// The part after “?”, in pairs without percent signs.
    public let query: [String: String]
    /// The header fields in order.
    public let headers: [(name: String, value: String)]
    /// The body, whether it had a length or came in chunks.
    public let body: [UInt8]

    /// The value of a header field, whatever the case of its name.
    public func header(_ name: String) -> String? {
      headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The body as text.
    public var text: String { String(decoding: body, as: UTF8.self) }
  }

  /// One thing that is done after the head of an answer.
  public enum Step: Sendable {
    case bytes([UInt8])
    case pause(Duration)
    /// Calls a closure, such as one that waits for the test.
    case perform(@Sendable () -> Void)
    /// Sends nothing more, and keeps the connection until the other side closes it or the server stops.
    case stall
    /// Breaks the connection off with a reset.
    case reset
  }

  /// What is written back.
  public struct Answer: Sendable {
    /// How the length of the body is told.
    public enum Length: Sendable {
      /// By the sum of all `bytes`.
      case right
      /// By this number, right or wrong.
      case stated(Int)
      /// Not at all: the body ends with the connection.
      case untold
      /// In chunks, one for each `bytes`.
      case chunked
    }

    /// The status: 200.
    public var status: Int
    /// The header fields besides `Connection` and those of the length.
    public var headers: [(String, String)]
    /// How the length of the body is told.
    public var length = Length.right
    /// What follows the head.
    public var steps: [Step]
    /// After so many bytes of the body the connection is closed.
    public var cutAfter: Int?

    /// An answer of these steps.
    public init(
      _ status: Int, headers: [(String, String)] = [], length: Length = .right, steps: [Step] = [], cutAfter: Int? = nil
    ) {
      self.status = status
      self.headers = headers
      self.length = length
      self.steps = steps
      self.cutAfter = cutAfter
    }

    /// An answer with this body.
    public static func bytes(_ status: Int, _ bytes: [UInt8], headers: [(String, String)] = []) -> Answer {
      Answer(status, headers: headers, steps: [.bytes(bytes)])
    }

    /// An answer with this text.
    public static func text(_ status: Int, _ text: String, headers: [(String, String)] = []) -> Answer {
      bytes(status, Array(text.utf8), headers: headers)
    }

    /// An answer with this JSON.
    public static func json(_ status: Int, _ text: String, headers: [(String, String)] = []) -> Answer {
      self.text(status, text, headers: [("Content-Type", "application/json")] + headers)
    }

    /// An answer that sends the reader elsewhere.
    public static func redirect(_ status: Int = 302, to address: String) -> Answer {
      Answer(status, headers: [("Location", address)])
    }
  }

  /// The port that the system chose.
  public let port: Int
  private let core: Core

  /// `http://127.0.0.1:PORT`.
  public var address: String { "http://127.0.0.1:\(port)" }
  /// The requests so far, in the order in which they were complete.
  public var requests: [Request] { core.state.withLock { $0.requests } }
  /// How many answers the other side did not take to their end.
  public var brokenOff: Int { core.state.withLock { $0.brokenOff } }

  /// Starts to listen; `answer` is called on the thread of each connection.
  public init(_ answer: @escaping @Sendable (Request) -> Answer) throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard listener >= 0 else { throw POSIXError(.ENOTSOCK) }
    // A program that a test starts must not keep the port.
    _ = fcntl(listener, F_SETFD, FD_CLOEXEC)
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutablePointer(to: &place) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, size) == 0 && listen(listener, 64) == 0 && getsockname(listener, $0, &size) == 0
      }
    }
    guard isListening else {
      close(listener)
      throw POSIXError(.EADDRNOTAVAIL)
    }
    port = Int(UInt16(bigEndian: place.sin_port))
    let core = Core(answer)
    self.core = core
    Thread.detachNewThread { core.accept(at: listener) }
  }

  /// Breaks off what is under way and listens no more.
  public func stop() { core.stop() }

  deinit { core.stop() }
}

/// What the threads of a server share.
private final class Core: Sendable {
  struct State {
    var requests: [ScriptedServer.Request] = []
    var brokenOff = 0
    var isStopped = false
    var connections: Set<Int32> = []
  }

  let answer: @Sendable (ScriptedServer.Request) -> ScriptedServer.Answer
  let state = Mutex(State())

  init(_ answer: @escaping @Sendable (ScriptedServer.Request) -> ScriptedServer.Answer) {
    self.answer = answer
  }

  var isStopped: Bool { state.withLock { $0.isStopped } }

  func stop() {
    state.withLock { state in
      state.isStopped = true
      // Wakes the threads that wait in these; each closes its own.
      for connection in state.connections { shutdown(connection, Int32(SHUT_RDWR)) }
    }
  }

  func accept(at listener: Int32) {
    defer { close(listener) }
    while !isStopped {
      var waiting = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
      guard poll(&waiting, 1, 20) > 0 else { continue }
      let connection = Glibc.accept(listener, nil, nil)
      guard connection >= 0 else { continue }
      _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
      let isWanted = state.withLock { state in
        if !state.isStopped { state.connections.insert(connection) }
        return !state.isStopped
      }
      guard isWanted else {
        close(connection)
        return
      }
      Thread.detachNewThread { [self] in
        serve(connection)
        state.withLock { _ = $0.connections.remove(connection) }
        close(connection)
      }
    }
  }

  private func serve(_ connection: Int32) {
    var reader = RequestReader(connection)
    guard let request = reader.request() else { return }
    state.withLock { $0.requests.append(request) }
    let answer = answer(request)
    if !write(answer, to: connection, isHead: request.method == "HEAD") {
      state.withLock { $0.brokenOff += 1 }
    }
  }

  /// Whether all of the answer could be written.
  private func write(_ answer: ScriptedServer.Answer, to connection: Int32, isHead: Bool) -> Bool {
    let sizes = answer.steps.map { if case .bytes(let bytes) = $0 { bytes.count } else { 0 } }
    var head = "HTTP/1.1 \(answer.status) Scripted\r\nConnection: close\r\n"
    for (name, value) in answer.headers { head += "\(name): \(value)\r\n" }
    var isChunked = false
    switch answer.length {
    case .right: head += "Content-Length: \(sizes.reduce(0, +))\r\n"
    case .stated(let count): head += "Content-Length: \(count)\r\n"
    case .untold: break
    case .chunked:
      head += "Transfer-Encoding: chunked\r\n"
      isChunked = true
    }
    guard send(Array((head + "\r\n").utf8), to: connection) else { return false }
    if isHead { return true }
    var room = answer.cutAfter ?? .max
    for step in answer.steps {
      switch step {
      case .bytes(let bytes):
        let piece = Array(bytes.prefix(room))
        // A chunk without bytes would be the end.
        let isSent =
          isChunked && !piece.isEmpty
          ? send(Array("\(String(piece.count, radix: 16))\r\n".utf8) + piece + [13, 10], to: connection)
          : send(piece, to: connection)
        guard isSent else { return false }
        room -= piece.count
        if piece.count < bytes.count { return true }
      case .pause(let duration):
        guard wait(duration, at: connection) else { return false }
      case .perform(let act): act()
      case .stall:
        while wait(.seconds(3600), at: connection) {}
        return false
      case .reset:
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(connection, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
        return true
      }
      if room == 0, answer.cutAfter != nil { return true }
    }
    return isChunked ? send(Array("0\r\n\r\n".utf8), to: connection) : true
  }

  /// Waits, and says whether the other side is still there after that.
  private func wait(_ duration: Duration, at connection: Int32) -> Bool {
    let end = ContinuousClock.now + duration
    while !isStopped {
      let left = ContinuousClock.now.duration(to: end)
      guard left > .zero else { return true }
      let milliseconds = left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000
      var waiting = pollfd(fd: connection, events: Int16(POLLIN), revents: 0)
      if poll(&waiting, 1, Int32(clamping: max(1, milliseconds))) > 0 {
        // Nothing more is expected: what can be read is the end.
        var byte: UInt8 = 0
        if recv(connection, &byte, 1, Int32(MSG_DONTWAIT)) <= 0 { return false }
      }
    }
    return false
  }

  private func send(_ bytes: [UInt8], to connection: Int32) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var sent = 0
      while sent < buffer.count {
        // Not a signal: the other side may go at any time.
        let count = Glibc.send(
          connection, buffer.baseAddress.map { $0 + sent }, buffer.count - sent, Int32(MSG_NOSIGNAL))
        if count > 0 { sent += count } else if errno != EINTR { return false }
      }
      return true
    }
  }
}

/// Reads one request from a connection.
private struct RequestReader {
  private let connection: Int32
  private var buffer: [UInt8] = []

  init(_ connection: Int32) { self.connection = connection }

  /// The request, or nil when the other side goes before it is complete.
  mutating func request() -> ScriptedServer.Request? {
    guard let first = line() else { return nil }
    let words = first.split(separator: " ").map(String.init)
    guard words.count == 3 else { return nil }
    var headers: [(name: String, value: String)] = []
    while let line = line(), !line.isEmpty {
      guard let colon = line.firstIndex(of: ":") else { return nil }
      let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
      headers.append((String(line[..<colon]), value))
    }
    func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name }?.value }
    if header("expect")?.lowercased() == "100-continue" {
      let line = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)
      _ = line.withUnsafeBytes { Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    }
    var body: [UInt8] = []
    if header("transfer-encoding")?.lowercased() == "chunked" {
      while let size = line().flatMap({ Int($0, radix: 16) }), let chunk = take(size), line() != nil, size > 0 {
        body += chunk
      }
    } else if let count = header("content-length").flatMap(Int.init) {
      guard let bytes = take(count) else { return nil }
      body = bytes
    }
    let place = URLComponents(string: words[1])
    var query: [String: String] = [:]
    for item in place?.queryItems ?? [] { query[item.name] = item.value ?? "" }
    return ScriptedServer.Request(
      method: words[0], target: words[1], path: place?.path ?? words[1], query: query, headers: headers, body: body)
  }

  private mutating func line() -> String? {
    while true {
      if let end = buffer.firstIndex(of: 10) {
        var line = buffer[..<end]
        if line.last == 13 { line.removeLast() }
        defer { buffer.removeFirst(end + 1) }
        return String(decoding: line, as: UTF8.self)
      }
      guard fill() else { return nil }
    }
  }

  private mutating func take(_ count: Int) -> [UInt8]? {
    while buffer.count < count { guard fill() else { return nil } }
    defer { buffer.removeFirst(count) }
    return Array(buffer.prefix(count))
  }

  private mutating func fill() -> Bool {
    var piece = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = recv(connection, &piece, piece.count, 0)
      if count > 0 {
        buffer += piece[..<count]
        return true
      }
      guard count < 0, errno == EINTR else { return false }
    }
  }
}
