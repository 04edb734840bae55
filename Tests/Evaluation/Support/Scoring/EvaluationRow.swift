/// One figure of the evaluation, with what went wrong.
public struct EvaluationRow: Sendable, Equatable {
  /// What was measured.
  public enum Measure: Sendable, Equatable {
    /// How many were right of how many.
    case share(right: Int, of: Int)
    /// The median of so many times.
    case seconds(Double, runs: Int)
    /// The median of so many amounts of memory; a megabyte has 1,000,000 bytes.
    case megabytes(Double, runs: Int)
  }

  /// A question that was not answered as it should be.
  public struct Miss: Sendable, Equatable, Codable {
    /// What was asked or shown.
    public let asked: String
    /// The topic, or the words, of the right answer.
    public let expected: String
    /// The answer that came.
    public let came: String

    /// A miss of these three.
    public init(asked: String, expected: String, came: String) {
      self.asked = asked
      self.expected = expected
      self.came = came
    }
  }

  /// What it is called in the table.
  public let name: String
  /// The figure.
  public private(set) var measure: Measure
  /// The least share, or the most seconds or megabytes, that is wanted; nil where nothing is.
  public let target: Double?
  /// What was not right, in order.
  public private(set) var misses: [Miss] = []

  /// A row of nothing yet, that counts what is right.
  public init(_ name: String, target: Double? = nil) {
    self.init(name, .share(right: 0, of: 0), target: target)
  }

  /// A row of a figure that is known.
  public init(_ name: String, _ measure: Measure, target: Double? = nil) {
    self.name = name
    self.measure = measure
    self.target = target
  }

  /// Counts one more, with what is to be told if it is not right.
  public mutating func count(_ isRight: Bool, _ miss: @autoclosure () -> Miss) {
    count(right: isRight ? 1 : 0, of: 1, miss())
  }

  /// Counts several that came together.
  public mutating func count(right: Int, of total: Int, _ miss: @autoclosure () -> Miss) {
    guard case .share(let before, let all) = measure else { return }
    measure = .share(right: before + right, of: all + total)
    if right < total { misses.append(miss()) }
  }

  /// The share of 1, the seconds or the megabytes; 0 of nothing.
  public var value: Double {
    switch measure {
    case .share(let right, let total): total > 0 ? Double(right) / Double(total) : 0
    case .seconds(let value, _), .megabytes(let value, _): value
    }
  }

  /// Whether the target holds; nil without one.
  public var isMet: Bool? {
    guard let target else { return nil }
    if case .share = measure { return value >= target }
    return value <= target
  }
}
