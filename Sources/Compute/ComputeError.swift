/// What can go wrong when arithmetic is set up.
public enum ComputeError: Error, Equatable, Sendable {
  /// The system gave no memory.
  case outOfMemory(bytes: Int)
  /// The system started no thread.
  case noThread
}

extension ComputeError: CustomStringConvertible {
  /// One sentence for people.
  public var description: String {
    switch self {
    case .outOfMemory(let bytes):
      "The system has no \(bytes / 1_000_000) MB of memory left; close other programs or choose a smaller context or model."
    case .noThread:
      "The system started no further thread; try a smaller --threads."
    }
  }
}
