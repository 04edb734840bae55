import CKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Measures what the memory gives when it is only read, with all threads and in pieces as long as the weights are read in.
///
/// ```swift
/// let probe = try MemoryProbe(arithmetic.team)
/// probe.bytesPerSecond()   // 38.4e9
/// ```
/// One thread at a time may use it: it takes the thread team.
public final class MemoryProbe {
  /// Bytes that are read in one pass, and that the probe keeps in memory.
  public var byteCount: Int { buffer.byteCount }

  private let team: ThreadTeam
  private let buffer: AlignedBuffer

  /// What a thread reads at a time: as much as of a matrix.
  private static let piece = 1 << 20

  /// Takes memory from the system and writes to all of it: pages that nobody has written to are all the same page, which stays in the cache.
  ///
  /// - Parameters:
  ///   - team: The threads that read.
  ///   - byteCount: How much is read in a pass, rounded up to whole MiB.
  /// - Throws: ``ComputeError/outOfMemory(bytes:)``.
  public init(_ team: ThreadTeam, byteCount: Int = MemoryProbe.usualByteCount) throws {
    self.team = team
    let pieces = max(1, (byteCount + Self.piece - 1) / Self.piece)
    let buffer = try AlignedBuffer(byteCount: pieces * Self.piece)
    self.buffer = buffer
    team.run(pieces) { memset(buffer.start + $0 * Self.piece, 1 + Int32($0 % 255), Self.piece) }
  }

  /// Half a gigabyte, or four times the last cache where that is more: little of it is still in a cache when a pass begins anew.
  public static var usualByteCount: Int { max(512 << 20, 4 * largestCache) }

  /// Bytes of the processor's last cache; 0 where the system does not tell.
  public static var largestCache: Int { max(0, sysconf(Int32(_SC_LEVEL3_CACHE_SIZE))) }

  /// Reads all of it again and again for so many seconds, at least once.
  public func bytesPerSecond(for seconds: Double = 0.15) -> Double {
    let clock = ContinuousClock()
    let start = clock.now
    var passes = 0
    var elapsed = 0.0
    repeat {
      team.run(byteCount / Self.piece) { _ = facet_read_all(buffer.start + $0 * Self.piece, Self.piece) }
      passes += 1
      elapsed = (clock.now - start) / .seconds(1)
    } while elapsed < seconds
    return Double(passes * byteCount) / elapsed
  }
}
