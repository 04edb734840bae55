import Foundation
import Synchronization
import TestSupport

/// Counts from 0.
final class Counter: Sendable {
  private let count = Atomic<Int>(0)
  func next() -> Int { count.add(1, ordering: .relaxed).oldValue }
}

/// A port at which nobody listens.
func unusedPort() throws -> Int {
  let (descriptor, port) = try LineServer.listener(backlog: 1)
  close(descriptor)
  return port
}

/// A port whose queue is full: the system passes further connections over, as a machine does that is gone.
final class FullListener: Sendable {
  let port: Int
  private let descriptors: [Int32]

  init() throws {
    let (descriptor, port) = try LineServer.listener(backlog: 0)
    self.port = port
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
    place.sin_port = UInt16(port).bigEndian
    descriptors =
      [descriptor]
      + (0..<4).map { _ in
        let one = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        withUnsafePointer(to: &place) { pointer in
          pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            _ = connect(one, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
          }
        }
        return one
      }
  }

  deinit { for descriptor in descriptors { close(descriptor) } }
}
