import GGUF

/// The bytes and kinds of all tokens, and a hash table that finds a token by its bytes.
///
/// One block of bytes holds all names; the table has open addressing with linear steps. A slot holds half of the name's
/// hash above the token, so that most other names are passed by without looking at their bytes:
/// ```
/// slot: [ upper half of the hash : 32 ][ token + 1 : 32 ]     0 is a free slot
/// ```
struct Vocabulary: Sendable {
  /// How many tokens there are.
  let count: Int
  /// Bytes of the longest name.
  let longest: Int
  let kinds: [TokenKind]
  private let bytes: [UInt8]
  private let starts: [UInt32]
  private let slots: [UInt64]

  /// The names must be fewer than 2³¹ tokens and 4 GiB, which `GGUFStrings` sees to; of equal names the first is found.
  init(names: GGUFStrings, kinds: [TokenKind]) {
    count = names.count
    self.kinds = kinds
    var bytes: [UInt8] = []
    bytes.reserveCapacity(names.byteCount)
    var starts: [UInt32] = []
    starts.reserveCapacity(names.count + 1)
    var slots = [UInt64](repeating: 0, count: tableSize(for: names.count))
    let mask = slots.count - 1
    var longest = 0
    names.forEachBytes { token, name in
      starts.append(UInt32(bytes.count))
      bytes.append(contentsOf: name)
      longest = max(longest, name.count)
      guard !name.isEmpty else { return }
      let hash = hashed(name)
      var index = Int(truncatingIfNeeded: hash) & mask
      while slots[index] != 0 {
        let other = Int(truncatingIfNeeded: slots[index] & 0xFFFF_FFFF) - 1
        if slots[index] >> 32 == hash >> 32, isName(name, of: other, bytes, starts) { return }
        index = (index + 1) & mask
      }
      slots[index] = hash & 0xFFFF_FFFF_0000_0000 | UInt64(token + 1)
    }
    starts.append(UInt32(bytes.count))
    self.longest = longest
    self.bytes = bytes
    self.starts = starts
    self.slots = slots
  }

  /// The token with that name, whatever its kind; nil if there is none.
  func token(_ name: UnsafeRawBufferPointer) -> Int? {
    guard !name.isEmpty, name.count <= longest else { return nil }
    let hash = hashed(name)
    let mask = slots.count - 1
    var index = Int(truncatingIfNeeded: hash) & mask
    while slots[index] != 0 {
      let token = Int(truncatingIfNeeded: slots[index] & 0xFFFF_FFFF) - 1
      if slots[index] >> 32 == hash >> 32, isName(name, of: token, bytes, starts) { return token }
      index = (index + 1) & mask
    }
    return nil
  }

  /// The token that text of these bytes can become; nil if there is none.
  func textToken(_ name: UnsafeRawBufferPointer) -> Int? {
    guard let token = token(name), kinds[token].isText else { return nil }
    return token
  }

  /// The bytes of a token's name; the token must be in the vocabulary.
  func name(of token: Int) -> ArraySlice<UInt8> {
    bytes[Int(starts[token])..<Int(starts[token + 1])]
  }
}

/// Whether the name of a token has these bytes.
@inline(__always)
private func isName(_ name: UnsafeRawBufferPointer, of token: Int, _ bytes: [UInt8], _ starts: [UInt32]) -> Bool {
  let start = Int(starts[token])
  guard Int(starts[token + 1]) - start == name.count else { return false }
  return bytes.withUnsafeBytes { bytes in
    UnsafeRawBufferPointer(rebasing: bytes[start..<start + name.count]).elementsEqual(name)
  }
}

/// Slots of a table that holds so many things and is at most half full: a power of two.
func tableSize(for count: Int) -> Int {
  var size = 16
  while size < count * 2 { size *= 2 }
  return size
}

/// A hash of all bytes, with good lower and upper halves.
func hashed(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
  let count = bytes.count
  func word(_ offset: Int) -> UInt64 { bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self) }
  func half(_ offset: Int) -> UInt64 { UInt64(bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)) }
  var hash = UInt64(truncatingIfNeeded: count) &* 0x9E37_79B9_7F4A_7C15
  // Words that overlap at the end take every byte in without a loop over single ones.
  if count > 8 {
    for offset in stride(from: 0, to: count - 8, by: 8) { hash = mixed(hash ^ word(offset)) }
    return mixed(hash ^ word(count - 8))
  }
  if count >= 4 { return mixed(hash ^ (half(0) << 32 | half(count - 4))) }
  if count > 0 {
    let tail = UInt64(bytes[0]) << 16 | UInt64(bytes[count / 2]) << 8 | UInt64(bytes[count - 1])
    return mixed(hash ^ tail)
  }
  return hash
}

/// Spreads every bit of `value` over all bits.
@inline(__always)
func mixed(_ value: UInt64) -> UInt64 {
  let product = value.multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
  return product.high ^ product.low
}
