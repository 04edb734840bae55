/// Soft tokens of a picture or a recording: rows that stand where token embeddings would.
public struct SoftTokens: Sendable {
  /// How many.
  public var count: Int { width == 0 ? 0 : values.count / width }
  /// The model's hidden width.
  public let width: Int
  /// `[count][width]`.
  public let values: [Float]

  /// Wraps rows of floats.
  public init(values: [Float], width: Int) {
    self.values = values
    self.width = width
  }
}

/// Positions that are evaluated together, following what a cache holds.
public struct Batch: Sendable {
  /// What stands at one position.
  enum Input: Sendable {
    case token(Int)
    case soft(SoftTokens, row: Int)
  }

  private(set) var inputs: [Input] = []
  /// For each position how many later positions a sliding layer's query may see: the rest of its picture.
  private(set) var ahead: [Int] = []

  /// Starts with nothing.
  public init() {}

  /// How many positions.
  public var count: Int { inputs.count }

  /// Adds token ids.
  public mutating func append(_ tokens: some Sequence<Int>) {
    for token in tokens {
      inputs.append(.token(token))
      ahead.append(0)
    }
  }

  /// Adds a whole picture: its soft tokens see each other in both directions on sliding layers.
  public mutating func append(picture: SoftTokens) {
    for row in 0..<picture.count {
      inputs.append(.soft(picture, row: row))
      ahead.append(picture.count - 1 - row)
    }
  }

  /// Adds rows of a recording, which see only what came before.
  public mutating func append(recording: SoftTokens, rows: Range<Int>) {
    for row in rows {
      inputs.append(.soft(recording, row: row))
      ahead.append(0)
    }
  }
}
