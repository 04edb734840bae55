extension String {
  /// The text, or of a long one its beginning and its end: names and sentences are measured again for each frame, and nobody reads ten thousand letters
  /// of them.
  ///
  /// - Parameter limit: Bytes that are never too many.
  func shortened(to limit: Int) -> String {
    guard utf8.count > limit else { return self }
    let scalars = unicodeScalars
    let head = scalars.prefix(limit / 8), tail = scalars.suffix(limit / 12)
    return String(UnicodeScalarView(head)) + "…" + String(UnicodeScalarView(tail))
  }
}
