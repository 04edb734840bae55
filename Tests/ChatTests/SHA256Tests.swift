import Testing

@testable import Chat

@Suite struct SHA256Tests {
  // The examples of FIPS 180-4 and of NIST's test vectors.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
  ])
  func agreesWithPublishedDigests(_ text: String, _ digest: String) {
    #expect(SHA256.hex(of: Array(text.utf8)) == digest)
  }

  @Test func agreesOnAMillionLetters() {
    var digest = SHA256()
    let thousand = [UInt8](repeating: UInt8(ascii: "a"), count: 1000)
    for _ in 0..<1000 { digest.update(thousand) }
    #expect(hex(digest.finish()) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  @Test func isTheSameHoweverTheBytesAreCut() {
    let bytes = (0..<300).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let whole = SHA256.hex(of: bytes)
    for length in [1, 3, 55, 56, 63, 64, 65, 128, 299] {
      var digest = SHA256()
      var start = 0
      while start < bytes.count {
        digest.update(Array(bytes[start..<min(start + length, bytes.count)]))
        start += length
      }
      #expect(hex(digest.finish()) == whole)
    }
  }

  @Test func theProcessorsInstructionsAgreeWithThePlainOnes() {
    // Without such instructions there is only one way.
    let ways = SHA256.hasInstructions ? [true, false] : [false]
    var generator = SystemRandomNumberGenerator()
    for length in Array(0...130) + [4096, 65_535, 65_536, 100_003] {
      let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let cut = Int.random(in: 0...length, using: &generator)
      let digests = ways.map { isQuick in
        var digest = SHA256(isQuick: isQuick)
        digest.update(Array(bytes[..<cut]))
        digest.update(Array(bytes[cut...]))
        return hex(digest.finish())
      }
      #expect(Set(digests).count == 1, "\(bytes)")
      #expect(digests[0] == SHA256.hex(of: bytes))
    }
  }

  private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
