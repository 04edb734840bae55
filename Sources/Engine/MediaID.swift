import Chat

/// What a picture or a frame of sound contains, as 128 bits of a cryptographic digest.
struct MediaID: Hashable, Sendable {
  private let high: UInt64
  private let low: UInt64

  /// The identity of some bytes.
  init(of bytes: UnsafeRawBufferPointer) {
    var hash = SHA256()
    hash.update(bytes)
    self.init(digest: hash.finish())
  }

  /// The identity of an attachment's content under one budget.
  init(_ attachment: Attachment, budget: Int) {
    var hash = SHA256()
    Array("\(attachment.id) \(budget)".utf8).withUnsafeBytes { hash.update($0) }
    self.init(digest: hash.finish())
  }

  /// The identity as two words, in the order of ``words``.
  init(words high: UInt64, _ low: UInt64) {
    self.high = high
    self.low = low
  }

  /// The identity as two words.
  var words: [UInt64] { [high, low] }

  private init(digest: [UInt8]) {
    func word(_ range: Range<Int>) -> UInt64 { digest[range].reduce(0) { $0 << 8 | UInt64($1) } }
    high = word(0..<8)
    low = word(8..<16)
  }
}
