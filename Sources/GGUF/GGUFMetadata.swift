/// The metadata of a file: keys and values in the order of the file.
public struct GGUFMetadata: Sendable {
  /// All keys and values in order.
  public let entries: [(key: String, value: GGUFValue)]

  private let indices: [String: Int]

  /// The keys must be unique.
  init(entries: [(key: String, value: GGUFValue)]) {
    self.entries = entries
    indices = Dictionary(entries.enumerated().map { ($1.key, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The value of a key; nil if the file does not have it.
  public subscript(key: String) -> GGUFValue? {
    indices[key].map { entries[$0].value }
  }

  /// How many keys there are.
  public var count: Int { entries.count }
}
