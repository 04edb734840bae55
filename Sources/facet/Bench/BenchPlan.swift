import Engine

/// What is measured, and how often.
struct BenchPlan: Sendable, Equatable {
  /// Tokens of a prompt.
  var prompt = 512
  /// Tokens that are written.
  var generate = 32
  /// How often everything is measured.
  var rounds = 5
  /// How many tokens are there already when a prompt is read, or tokens are written.
  var depths = [0, 4_096, 16_384]
  /// How many tokens are checked at once.
  var columns = Array(1...8)
  /// How many tokens the drafter guesses in a round.
  var drafts = [1, 3, 7]
  /// What is left out.
  var skipped: [BenchReport.Skip] = []
  /// Whether the depths were asked for, so that none is left out in silence.
  private var areDepthsGiven = false

  /// The usual plan, or the shorter one of `--quick`, with what is asked for in its place.
  init(_ arguments: ParsedArguments = ParsedArguments()) {
    if arguments.has(.quick) { shorten() }
    if let prompt = arguments.integer(.prompt) { self.prompt = prompt }
    if let generate = arguments.integer(.generate) { self.generate = generate }
    if let rounds = arguments.integer(.rounds) { self.rounds = rounds }
    let given = arguments.texts(.depth).compactMap { Int($0) }
    if !given.isEmpty {
      depths = Set(given).sorted()
      areDepthsGiven = true
      skipped.removeAll { $0.what.hasPrefix("depth") }
    }
  }

  private mutating func shorten() {
    (prompt, generate, rounds, depths, columns) = (128, 8, 2, [0], [1, 4, 8])
    skipped = [
      BenchReport.Skip(what: "depths 4096 and 16384", reason: "--quick"),
      BenchReport.Skip(what: "2, 3, 5, 6 and 7 tokens at once", reason: "--quick"),
    ]
  }

  /// Tokens that are there already when a few are checked at once.
  var verifyDepth: Int { prompt }

  /// Positions that everything but pictures and speech needs.
  var context: Int {
    max((depths.max() ?? 0) + max(prompt, generate), verifyDepth + (columns.max() ?? 1))
  }

  /// Leaves out the depths for which there is no room.
  ///
  /// - Parameters:
  ///   - known: The positions that the model knows.
  ///   - fitting: The positions whose keys and values fit into the memory.
  /// - Throws: `BenchError` where a depth that was asked for does not fit, or nothing does.
  mutating func fit(known: Int, fitting: Int) throws(BenchError) {
    let room = max(prompt, generate, columns.max() ?? 1)
    // A few tokens are checked after a prompt.
    let least = verifyDepth + (columns.max() ?? 1)
    let reasons = depths.map { depth -> BenchError? in
      let needed = max(depth + room, least)
      if needed > known { return .beyondModel(depth: depth, needed: needed, known: known) }
      if needed > fitting { return .beyondMemory(depth: depth, needed: needed, fitting: fitting) }
      return nil
    }
    let errors = reasons.compactMap { $0 }
    if let first = errors.first, areDepthsGiven || errors.count == depths.count { throw first }
    for (depth, reason) in zip(depths, reasons) {
      if let reason { skipped.append(BenchReport.Skip(what: "depth \(depth)", reason: reason.short)) }
    }
    depths = zip(depths, reasons).filter { $1 == nil }.map(\.0)
  }
}

/// Why something cannot be measured.
enum BenchError: Error, Equatable, Sendable {
  case beyondModel(depth: Int, needed: Int, known: Int)
  case beyondMemory(depth: Int, needed: Int, fitting: Int)
  case notABench(name: String)

  /// A few words for the list of what was left out.
  var short: String {
    switch self {
    case .beyondModel(_, let needed, let known): "it takes \(needed) tokens, and the model knows \(known)"
    case .beyondMemory(_, let needed, let fitting): "it takes \(needed) tokens, and the free memory holds \(fitting)"
    case .notABench: ""
    }
  }
}

extension BenchError: CustomStringConvertible {
  var description: String {
    switch self {
    case .beyondModel(let depth, let needed, let known):
      """
      depth \(depth) takes a context of \(needed) tokens, but the model knows \(known); choose a smaller --depth, \
      --prompt or --generate
      """
    case .beyondMemory(let depth, let needed, let fitting):
      """
      depth \(depth) takes a context of \(needed) tokens, but only \(fitting) fit into the memory that is free; close \
      other programs, or choose a smaller --depth
      """
    case .notABench(let name):
      "\(name) holds no figures of facet bench; make such a file with facet bench --json > FILE"
    }
  }
}
