/// Something that is measured.
enum BenchItem: Hashable, Sendable {
  /// Loading the model.
  case loading
  /// Tokens of a prompt read in a second, after so many tokens.
  case prompt(depth: Int)
  /// Tokens written in a second, after so many tokens.
  case generation(depth: Int)
  /// What the memory gave between the rounds of generation.
  case bandwidth
  /// The part of that which generation reached.
  case share(depth: Int)
  /// Evaluating so many drafted tokens at once against evaluating one.
  case verify(columns: Int)
  /// Guessing so many tokens by the drafter and evaluating them with the one before, against evaluating one.
  case round(drafts: Int)
  /// Embedding and reading one picture.
  case picture
  /// Embedding and reading ten seconds of speech.
  case speech
  /// What the process holds in memory.
  case memory

  /// Its name in JSON: `loading`, `prompt@4096`, `verify@4`, `round@3`.
  var name: String {
    switch self {
    case .loading: "loading"
    case .prompt(let depth): "prompt@\(depth)"
    case .generation(let depth): "generation@\(depth)"
    case .bandwidth: "bandwidth"
    case .share(let depth): "share@\(depth)"
    case .verify(let columns): "verify@\(columns)"
    case .round(let drafts): "round@\(drafts)"
    case .picture: "picture"
    case .speech: "speech"
    case .memory: "memory"
    }
  }

  /// The item of a name in JSON; nil for a name that this program does not know.
  init?(name: String) {
    let parts = name.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    let number = parts.count > 1 ? Int(parts[1]) : nil
    switch (parts[0], number) {
    case ("loading", nil): self = .loading
    case ("prompt", let depth?): self = .prompt(depth: depth)
    case ("generation", let depth?): self = .generation(depth: depth)
    case ("bandwidth", nil): self = .bandwidth
    case ("share", let depth?): self = .share(depth: depth)
    case ("verify", let columns?): self = .verify(columns: columns)
    case ("round", let drafts?): self = .round(drafts: drafts)
    case ("picture", nil): self = .picture
    case ("speech", nil): self = .speech
    case ("memory", nil): self = .memory
    default: return nil
    }
    guard self.name == name else { return nil }
  }

  /// What its samples count.
  var unit: BenchUnit {
    switch self {
    case .loading, .picture, .speech: .seconds
    case .prompt, .generation: .tokensPerSecond
    case .bandwidth: .bytesPerSecond
    case .share: .share
    case .verify, .round: .steps
    case .memory: .bytes
    }
  }
}

/// What a sample counts.
enum BenchUnit: String, Sendable {
  case seconds = "s"
  case tokensPerSecond = "tokens/s"
  case bytesPerSecond = "bytes/s"
  case bytes
  /// A part of the whole, 0 … 1.
  case share
  /// Times what one decode step takes.
  case steps

  /// Whether more is better.
  var isBetterHigher: Bool {
    switch self {
    case .tokensPerSecond, .bytesPerSecond, .share: true
    case .seconds, .bytes, .steps: false
    }
  }

  /// By what samples of this size are divided for people, and what they then count.
  func scale(_ median: Double) -> (divisor: Double, unit: String) {
    switch self {
    case .seconds: median < 1 ? (1e-3, "ms") : (1, "s")
    case .tokensPerSecond: (1, "tokens/s")
    case .bytesPerSecond: (1e9, "GB/s")
    case .bytes: median < 1e9 ? (1e6, "MB") : (1e9, "GB")
    case .share: (0.01, "%")
    case .steps: (1, "steps")
    }
  }
}
