/// A JSON object whose keys keep the order in which they were given.
///
/// Two objects are equal when they hold equal values at the same keys, in whatever order.
public struct JSONObject: Sendable {
  /// One key with its value.
  public struct Entry: Sendable, Equatable {
    /// The key.
    public let key: String
    /// Its value.
    public var value: JSONValue
  }

  /// The entries in order; no key appears twice.
  public private(set) var entries: [Entry] = []

  /// An object without keys.
  public init() {}

  /// An object of these pairs; of a repeated key the first place and the last value count.
  public init(_ pairs: some Sequence<(String, JSONValue)>) {
    var places: [KeyBytes: Int] = [:]
    for (key, value) in pairs {
      if let place = places[KeyBytes(key: key)] {
        entries[place].value = value
      } else {
        places[KeyBytes(key: key)] = entries.count
        entries.append(Entry(key: key, value: value))
      }
    }
  }

  /// How many keys there are.
  public var count: Int { entries.count }

  /// Whether there is no key.
  public var isEmpty: Bool { entries.isEmpty }

  /// The value at a key; setting nil removes the key, and a new key goes to the end.
  ///
  /// - Complexity: O(`count`).
  public subscript(key: String) -> JSONValue? {
    get { entries.first { $0.key.hasSameBytes(as: key) }?.value }
    set {
      let place = entries.firstIndex { $0.key.hasSameBytes(as: key) }
      switch (place, newValue) {
      case (let place?, let value?): entries[place].value = value
      case (let place?, nil): entries.remove(at: place)
      case (nil, let value?): entries.append(Entry(key: key, value: value))
      case (nil, nil): break
      }
    }
  }
}

extension JSONObject: Equatable {
  /// Whether both hold equal values at the same keys.
  public static func == (left: JSONObject, right: JSONObject) -> Bool {
    guard left.count == right.count else { return false }
    let pairs = zip(left.inByteOrder, right.inByteOrder)
    return pairs.allSatisfy { $0.key.hasSameBytes(as: $1.key) && $0.value == $1.value }
  }

  private var inByteOrder: [Entry] {
    entries.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  /// An object of these pairs; of a repeated key the first place and the last value count.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self.init(elements)
  }
}

/// A key by its bytes: as a `String`, two canonically equivalent keys would be one.
private struct KeyBytes: Hashable {
  let key: String

  static func == (left: KeyBytes, right: KeyBytes) -> Bool {
    left.key.hasSameBytes(as: right.key)
  }

  func hash(into hasher: inout Hasher) {
    for byte in key.utf8 { hasher.combine(byte) }
  }
}
