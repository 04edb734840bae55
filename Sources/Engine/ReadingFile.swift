import Chat
import Foundation
import GGUF
import Gemma

/// A file that keeps what a timeline has read: the positions, and the keys and values of all layers.
///
/// ```
/// magic "facet reading 2\n" · identity 32 bytes · count, oldest: UInt64 · positions · blocks of the cache · checksum: UInt64
/// position: 0 token UInt32 | 1 picture 16 bytes, row UInt32 | 2 frame 16 bytes      (little endian)
/// ```
/// It belongs to one model, one projector and one way of keeping keys; another's is passed over. It is a copy of what can be read again, so
/// whatever is wrong with it is no error.
struct ReadingFile {
  private static let magic = Array("facet reading 2\n".utf8)

  let path: String
  /// SHA-256 of everything that a cache depends on.
  let identity: [UInt8]

  // MARK: Writing

  /// Writes the file under another name and gives it its own when it is complete.
  ///
  /// - Returns: Its bytes.
  /// - Throws: `CocoaError` or `POSIXError` when the disk is full or the folder cannot be written, `ComputeError`.
  func write(_ positions: [Prompt.Position], _ cache: KVCache) throws -> Int {
    let unfinished = path + ".unfinished-" + UUID().uuidString
    let descriptor = open(unfinished, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    do {
      var written = 0
      func put(_ bytes: Data) throws {
        try file.write(contentsOf: bytes)
        written += bytes.count
      }
      var checksum = ReadingChecksum()
      let header = header(positions, cache.outline)
      header.withUnsafeBytes { checksum.add($0) }
      try put(header)
      try cache.give { bytes in
        guard let start = bytes.baseAddress else { return }
        checksum.add(bytes)
        try put(Data(bytesNoCopy: UnsafeMutableRawPointer(mutating: start), count: bytes.count, deallocator: .none))
      }
      try put(withUnsafeBytes(of: checksum.value.littleEndian) { Data($0) })
      try file.close()
      guard rename(unfinished, path) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
      return written
    } catch {
      unlink(unfinished)
      throw error
    }
  }

  private func header(_ positions: [Prompt.Position], _ outline: KVCache.Outline) -> Data {
    var data = Data(Self.magic + identity)
    func put(_ value: some FixedWidthInteger) {
      withUnsafeBytes(of: value.littleEndian) { data.append(contentsOf: $0) }
    }
    put(UInt64(outline.count))
    put(UInt64(outline.oldest))
    for position in positions {
      switch position {
      case .token(let token):
        put(UInt8(0))
        put(UInt32(token))
      case .picture(let id, let row):
        put(UInt8(1))
        id.words.forEach { put($0) }
        put(UInt32(row))
      case .frame(let id):
        put(UInt8(2))
        id.words.forEach { put($0) }
      }
    }
    return data
  }

  // MARK: Reading

  /// Reads the file into a cache.
  ///
  /// - Returns: The positions; nil where there is no file, where it is another model's, or not whole. The cache is empty then.
  func read(into cache: KVCache) -> [Prompt.Position]? {
    let found = try? readAll(into: cache)
    if found == nil { cache.rewind(to: 0) }
    return found
  }

  private struct Unfit: Error {}

  private func readAll(into cache: KVCache) throws -> [Prompt.Position] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else { throw Unfit() }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { throw Unfit() }
    var done = 0
    func fill(_ buffer: UnsafeMutableRawBufferPointer) throws {
      var filled = 0
      while filled < buffer.count {
        let step = Foundation.read(descriptor, buffer.baseAddress?.advanced(by: filled), buffer.count - filled)
        if step < 0, errno == EINTR { continue }
        guard step > 0 else { throw Unfit() }
        filled += step
      }
      done += filled
    }
    func get<Value: FixedWidthInteger>(_: Value.Type) throws -> Value {
      var value: Value = 0
      try withUnsafeMutableBytes(of: &value) { try fill($0) }
      return Value(littleEndian: value)
    }
    var start = [UInt8](repeating: 0, count: Self.magic.count + identity.count)
    try start.withUnsafeMutableBytes { try fill($0) }
    guard start == Self.magic + identity else { throw Unfit() }
    let (count, oldest) = (try get(UInt64.self), try get(UInt64.self))
    let outline = KVCache.Outline(count: Int(clamping: count), oldest: Int(clamping: oldest))
    // Each position takes five bytes at least.
    guard outline.count <= min(cache.context, Int(status.st_size) / 5), outline.oldest <= outline.count else {
      throw Unfit()
    }
    var positions: [Prompt.Position] = []
    positions.reserveCapacity(outline.count)
    for _ in 0..<outline.count {
      switch try get(UInt8.self) {
      case 0: positions.append(.token(Int(try get(UInt32.self))))
      case 1:
        let id = MediaID(words: try get(UInt64.self), try get(UInt64.self))
        positions.append(.picture(id, row: Int(try get(UInt32.self))))
      case 2: positions.append(.frame(MediaID(words: try get(UInt64.self), try get(UInt64.self))))
      default: throw Unfit()
      }
    }
    let sumBytes = MemoryLayout<UInt64>.size
    guard Int(status.st_size) == done + cache.byteCount(of: outline) + sumBytes else { throw Unfit() }
    var checksum = ReadingChecksum()
    header(positions, outline).withUnsafeBytes { checksum.add($0) }
    let isTaken = try cache.take(outline) { bytes in
      try fill(bytes)
      checksum.add(UnsafeRawBufferPointer(bytes))
    }
    guard isTaken, try get(UInt64.self) == checksum.value else { throw Unfit() }
    return positions
  }
}

/// What the keys and values of a prompt depend on besides the prompt.
struct ModelIdentity {
  private var hash = SHA256()

  /// Takes in the header and the beginning of each tensor.
  mutating func add(_ file: GGUFFile) throws {
    var sample = [UInt8](repeating: 0, count: 4_096)
    for tensor in file.tensors {
      hash.update(Array("\(tensor.name) \(tensor.type.name) \(tensor.shape) \(tensor.byteCount)\n".utf8))
      let count = min(sample.count, tensor.byteCount)
      try sample.withUnsafeMutableBytes { try file.read(tensor, bytes: 0..<count, into: $0) }
      hash.update(Array(sample[..<count]))
    }
  }

  /// Takes in what a text says.
  mutating func add(_ text: String) { hash.update(Array(text.utf8)) }

  /// 32 bytes.
  consuming func finish() -> [UInt8] { hash.finish() }
}
