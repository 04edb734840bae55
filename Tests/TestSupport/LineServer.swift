import Foundation

/// Says one line to everybody who connects, whatever they say.
public final class LineServer: Sendable {
  /// The port that the system chose.
  public let port: Int
  private let descriptor: Int32

  /// Listens from now on.
  public init(_ line: String) throws {
    let (descriptor, port) = try Self.listener(backlog: 8)
    (self.descriptor, self.port) = (descriptor, port)
    Thread.detachNewThread {
      while case let connection = accept(descriptor, nil, nil), connection >= 0 {
        _ = line.withCString { send(connection, $0, strlen($0), Int32(MSG_NOSIGNAL)) }
        shutdown(connection, Int32(SHUT_WR))
        var bytes = [UInt8](repeating: 0, count: 4096)
        while recv(connection, &bytes, bytes.count, 0) > 0 {}
        close(connection)
      }
    }
  }

  deinit {
    shutdown(descriptor, Int32(SHUT_RDWR))
    close(descriptor)
  }

  /// A socket on the loopback interface that listens.
  public static func listener(backlog: Int32) throws -> (descriptor: Int32, port: Int) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutablePointer(to: &place) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, size) == 0 && listen(descriptor, backlog) == 0 && getsockname(descriptor, $0, &size) == 0
      }
    }
    guard isListening else { throw POSIXError(.EADDRNOTAVAIL) }
    return (descriptor, Int(UInt16(bigEndian: place.sin_port)))
  }
}
