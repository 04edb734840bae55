/// Finds markers in a stream of bytes that may be cut anywhere, also inside a marker or a character.
///
/// Only for text in which a marker can be nothing else; where there are tokens, their ids say what is a marker. Bytes that are no UTF-8 become
/// U+FFFD. However the stream is cut, the pieces are the same once neighbouring texts are joined.
public struct MarkerScanner: Sendable {
  /// A piece of the stream.
  public enum Piece: Sendable, Equatable {
    case text(String)
    case marker(String)
  }

  /// Bytes that may yet become a marker or a character: a few at most between two calls.
  private var pending: [UInt8] = []

  private static let markers = Marker.allCases.map { (name: $0.rawValue, bytes: Array($0.rawValue.utf8)) }

  /// A scanner at the start of a stream.
  public init() {}

  /// Takes the next bytes in and gives back what is certain by now.
  public mutating func append(_ bytes: some Sequence<UInt8>) -> [Piece] {
    pending += bytes
    var pieces: [Piece] = []
    var (start, place) = (0, 0)
    scan: while place < pending.count {
      guard pending[place] == UInt8(ascii: "<") else {
        place += 1
        continue
      }
      switch match(at: place) {
      case .none: place += 1
      case .undecided: break scan
      case .marker(let name, let length):
        if start < place { pieces.append(.text(String(decoding: pending[start..<place], as: UTF8.self))) }
        pieces.append(.marker(name))
        place += length
        start = place
      }
    }
    // A character is unfinished only at the very end; before a “<” it is broken.
    let end = place < pending.count ? place : pending.count - unfinishedCharacterLength(from: start)
    if start < end { pieces.append(.text(String(decoding: pending[start..<end], as: UTF8.self))) }
    pending.removeFirst(end)
    return pieces
  }

  /// Gives back what is left at the end of the stream.
  public mutating func finish() -> [Piece] {
    defer { pending = [] }
    return pending.isEmpty ? [] : [.text(String(decoding: pending, as: UTF8.self))]
  }

  private enum Match {
    case none, undecided
    case marker(String, length: Int)
  }

  private func match(at place: Int) -> Match {
    let rest = pending[place...]
    var isUndecided = false
    for marker in MarkerScanner.markers {
      if rest.starts(with: marker.bytes) { return .marker(marker.name, length: marker.bytes.count) }
      if rest.count < marker.bytes.count, marker.bytes.starts(with: rest) { isUndecided = true }
    }
    return isUndecided ? .undecided : .none
  }

  /// How many bytes at the end begin a character that more bytes could finish.
  private func unfinishedCharacterLength(from start: Int) -> Int {
    for length in 1...3 where pending.count - length >= start {
      let lead = pending[pending.count - length]
      if lead & 0xC0 == 0x80 { continue }
      guard characterLength(lead: lead) > length else { return 0 }
      if length > 1, !isValidSecond(pending[pending.count - length + 1], after: lead) { return 0 }
      return length
    }
    return 0
  }

  private func characterLength(lead: UInt8) -> Int {
    switch lead {
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: 1
    }
  }

  /// Whether a continuation byte may follow the lead byte (no overlong form, no surrogate, nothing above U+10FFFF).
  private func isValidSecond(_ byte: UInt8, after lead: UInt8) -> Bool {
    switch lead {
    case 0xE0: byte >= 0xA0
    case 0xED: byte < 0xA0
    case 0xF0: byte >= 0x90
    case 0xF4: byte < 0x90
    default: true
    }
  }
}
