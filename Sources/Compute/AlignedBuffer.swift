import CKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Memory for weights, caches and scratch: zero-filled, aligned to a page, taken from the system only when touched.
///
/// Large buffers ask for huge pages, which spare the address translation that would otherwise limit reading weights.
public final class AlignedBuffer: @unchecked Sendable {
  // Shared between threads without a lock: whoever writes (a loader, the thread team) owns a part of its own until it is done.

  /// The first byte.
  public let start: UnsafeMutableRawPointer
  /// Bytes that may be used.
  public let byteCount: Int

  private let mapping: UnsafeMutableRawPointer
  private let mappedCount: Int

  private static let hugePage = 2 << 20

  /// Reserves zeros.
  ///
  /// - Throws: ``ComputeError/outOfMemory(bytes:)`` when the system gives no address space.
  public init(byteCount: Int) throws {
    let isHuge = byteCount >= Self.hugePage
    mappedCount = max(byteCount, 64) + (isHuge ? Self.hugePage : 0)
    guard
      let mapping = mmap(
        nil, mappedCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0),
      mapping != MAP_FAILED
    else { throw ComputeError.outOfMemory(bytes: byteCount) }
    self.mapping = mapping
    self.byteCount = byteCount
    if isHuge {
      let aligned = (Int(bitPattern: mapping) + Self.hugePage - 1) / Self.hugePage * Self.hugePage
      start = mapping + (aligned - Int(bitPattern: mapping))
      madvise(start, byteCount, Int32(MADV_HUGEPAGE))
    } else {
      start = mapping
    }
  }

  deinit { munmap(mapping, mappedCount) }

  /// The bytes as elements of one type.
  public func pointer<Element>(_ type: Element.Type = Element.self) -> UnsafeMutablePointer<Element> {
    start.assumingMemoryBound(to: Element.self)
  }

  /// Reserves zeros for so many floats.
  public convenience init(floats: Int) throws {
    try self.init(byteCount: floats * MemoryLayout<Float>.stride)
  }

  /// The bytes as floats.
  public var floats: UnsafeMutablePointer<Float> { pointer(Float.self) }
}
