import Engine

/// Why a model cannot be loaded though its file is sound, with what would help.
public struct FitProblem: Error, Sendable, Equatable {
  /// A model that would fit.
  public struct Alternative: Sendable, Equatable {
    /// Its name.
    public let name: String
    /// Bytes that it takes with a context of ``FitProblem/context`` tokens.
    public let needed: Int
    /// Whether it has to be fetched first.
    public let mustBePulled: Bool

    /// A model of this name.
    public init(name: String, needed: Int, mustBePulled: Bool) {
      (self.name, self.needed, self.mustBePulled) = (name, needed, mustBePulled)
    }
  }

  /// The context that alternatives are measured by.
  public static let context = 4_096

  /// The model's file.
  public let model: String
  /// Bytes that it takes, and those that are free.
  public let needed: Int, available: Int
  /// What would fit, the best first.
  public let alternatives: [Alternative]

  /// What an error of the engine leaves to be said, with the models on this machine; nil where the engine says it all.
  ///
  /// - Parameters:
  ///   - error: What loading threw.
  ///   - models: What is on the shelf.
  ///   - known: What can be fetched.
  public init?(
    _ error: any Error, models: @autoclosure () -> [ShelfModel], known: [Catalogue.Entry] = Catalogue.builtIn.entries
  ) {
    // Where a smaller context fits, that is the nearest remedy.
    guard case .notEnoughMemory(let model, _, let needed, let available, let fitting)? = error as? EngineError,
      !MemoryNeed.isUseful(context: fitting)
    else { return nil }
    (self.model, self.needed, self.available) = (model, needed, available)
    let smaller = models().filter { $0.path != model && $0.card.need.bytes(context: Self.context) <= available }
    // The larger the file, the more of the model is left.
    let here = smaller.sorted { ($1.card.bytes, $0.name) < ($0.card.bytes, $1.name) }.prefix(2).map {
      Alternative(name: $0.name, needed: $0.card.need.bytes(context: Self.context), mustBePulled: false)
    }
    alternatives = here.isEmpty ? Self.best(of: known, available: available).map { [$0] } ?? [] : here
  }

  /// Bytes that Gemma 4 12B takes beside its files with a context of ``context`` tokens, rounded up.
  private static let besideFiles = 600_000_000

  /// The largest of the models that can be fetched and fit.
  private static func best(of known: [Catalogue.Entry], available: Int) -> Alternative? {
    known.compactMap { entry in
      entry.bytes.map { Alternative(name: entry.name, needed: $0 + besideFiles, mustBePulled: true) }
    }.filter { $0.needed <= available }.max { $0.needed < $1.needed }
  }
}

extension FitProblem: CustomStringConvertible {
  /// What is wrong and what to do.
  public var description: String {
    let missing = Self.gigabytes(needed - available)
    let start =
      "\(model) needs \(Self.gigabytes(needed)) of memory, but only \(Self.gigabytes(available)) are free; close programs "
      + "that hold \(missing)"
    let others = alternatives.map { other in
      let size = Self.gigabytes(other.needed)
      return other.mustBePulled
        ? "fetch \(other.name), which needs \(size), with facet pull \(other.name)"
        : "choose \(other.name), which needs \(size), with --model \(other.name)"
    }
    return others.isEmpty
      ? "\(start), or choose a smaller quantisation" : ([start] + others).joined(separator: ", or ")
  }

  static func gigabytes(_ bytes: Int) -> String {
    let tenths = (bytes + 50_000_000) / 100_000_000
    return "\(tenths / 10).\(tenths % 10) GB"
  }
}
