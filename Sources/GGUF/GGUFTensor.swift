/// What the header says about one tensor.
public struct GGUFTensor: Sendable, Equatable {
  /// The name, unique in a model.
  public let name: String

  /// How the weights are stored.
  public let type: GGUFType

  /// One to four sizes, fastest first: `[columns, rows, …]`.
  ///
  /// A scalar has the shape `[1]`.
  public let shape: [Int]

  /// Bytes that the weights take.
  public let byteCount: Int

  /// Which file of a split model holds the weights, counted from 0.
  public let part: Int

  /// Where the weights start, in bytes from the start of that file.
  public let offset: Int

  /// The number of weights.
  public var elementCount: Int { shape.reduce(1, *) }
}
