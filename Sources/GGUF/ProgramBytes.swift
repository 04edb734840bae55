/// Bytes that are part of the program: they live as long as it does, and never change, so that all threads may read them at once.
public struct ProgramBytes: @unchecked Sendable {
  let buffer: UnsafeRawBufferPointer

  /// How many there are.
  public var count: Int { buffer.count }

  /// Bytes that lie in the program's read-only memory.
  ///
  /// - Precondition: They are there, and stay as they are, until the program ends.
  public init(_ buffer: UnsafeRawBufferPointer) { self.buffer = buffer }
}

extension ProgramBytes: Equatable {
  /// Whether these are the same bytes in the same place.
  public static func == (left: ProgramBytes, right: ProgramBytes) -> Bool {
    left.buffer.baseAddress == right.buffer.baseAddress && left.count == right.count
  }
}
