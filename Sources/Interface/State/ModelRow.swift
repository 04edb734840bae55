/// A model that can be chosen.
public struct ModelRow: Sendable, Equatable {
  /// Whether it can be loaded.
  public enum Fit: Sendable, Equatable {
    /// With a context of so many tokens, which take so many bytes in all.
    case fits(context: Int, bytes: Int)
    /// So many bytes are missing.
    case lacks(bytes: Int)
    /// Its file cannot be used: a sentence says why.
    case broken(String)
  }

  /// What `/model` takes.
  public var name: String
  /// Its file; nil for the one that is part of the program.
  public var path: String?
  /// How it is quantised: "Q4_0"; empty where nobody knows.
  public var quantisation: String
  /// What it can do besides writing: "pictures", "sound", "drafts".
  public var abilities: [String]
  /// Whether it can be loaded.
  public var fit: Fit
  /// Whether it is the one that is loaded, or being loaded.
  public var isCurrent: Bool

  /// A model of these properties.
  public init(
    name: String, path: String?, quantisation: String, abilities: [String], fit: Fit, isCurrent: Bool
  ) {
    (self.name, self.path, self.quantisation) = (name, path, quantisation)
    (self.abilities, self.fit, self.isCurrent) = (abilities, fit, isCurrent)
  }

  /// What it can do besides writing, in words.
  var can: String {
    if case .broken = fit { "" } else { abilities.isEmpty ? "text only" : abilities.joined(separator: ", ") }
  }

  /// What it takes in few columns: "8.1 GB at 32k".
  var shortMemory: String {
    if case .fits(let context, let bytes) = fit {
      "\(Quantity.bytes(bytes)) at \(Quantity.count(context))"
    } else {
      memory
    }
  }

  /// What it takes: "8.1 GB with 32k tokens".
  var memory: String {
    switch fit {
    case .fits(let context, let bytes): "\(Quantity.bytes(bytes)) with \(Quantity.count(context)) tokens"
    case .lacks(let bytes): "\(Quantity.bytes(bytes)) too large"
    case .broken: "cannot be used"
    }
  }
}
