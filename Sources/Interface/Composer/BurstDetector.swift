/// Tells a paste that arrives as fast keystrokes from typing, by the times of the keys.
///
/// Nobody types a dozen characters with less than a few thousandths of a second between them; a terminal without bracketed paste does.
public struct BurstDetector: Sendable, Equatable {
  /// Seconds between two keys of one burst at most.
  public static let gap = 0.008
  /// Keys that make a burst at least.
  public static let minimum = 4
  /// Keys after which the next line end belongs to a paste: more than what someone types while a slow line holds it back.
  public static let minimumBeforeNewline = 12

  /// Keys in a row so far.
  public private(set) var count = 0
  private var last = -Double.infinity

  /// No key yet.
  public init() {}

  /// Keys of text came, those that were read at once together; returns whether they begin a new row.
  public mutating func add(_ keys: Int = 1, at time: Double) -> Bool {
    let begins = count == 0 || !(time - last <= Self.gap)
    count = begins ? keys : count + keys
    last = time
    return begins
  }

  /// Whether enough keys came fast enough.
  public var isBurst: Bool { count >= Self.minimum }

  /// Whether a line end that follows is part of a paste.
  public var takesNewline: Bool { count >= Self.minimumBeforeNewline }

  /// Whether the row has ended by this time.
  public func isOver(at time: Double) -> Bool { count > 0 && !(time - last <= Self.gap) }

  /// When the row ends if no key comes; nil when there is none.
  public var endsAt: Double? { count > 0 ? last + Self.gap : nil }

  /// Forgets the row.
  public mutating func reset() { count = 0 }
}
