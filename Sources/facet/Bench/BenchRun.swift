import Compute
import Engine
import Foundation
import GGUF
import Gemma
import Synchronization

/// Runs a plan: loads the model, then measures everything once a round, so that all figures belong to the same minutes.
///
/// What is interrupted ends with the samples that there are.
final class BenchRun {
  /// One part of a round.
  private enum Part: Hashable {
    case prompt(Int), generation(Int), verify, drafter, picture, speech

    /// What the progress line calls it.
    var words: String {
      switch self {
      case .prompt(0): "prompt"
      case .prompt(let depth): "prompt after \(depth)"
      case .generation(0): "generation"
      case .generation(let depth): "generation after \(depth)"
      case .verify: "several tokens at once"
      case .drafter: "rounds with the drafter"
      case .picture: "a picture"
      case .speech: "ten seconds of speech"
      }
    }
  }

  private let source: ModelSource
  private let projectorSource: ModelSource?
  private let drafterSource: ModelSource?
  private let threads: Int
  private let kvFormat: KVCache.Format
  /// A set of kernels by name; nil for the best.
  private let kernels: String?
  private let isStopped: @Sendable () -> Bool
  private let progress: ProgressLine
  /// Told how many seconds all will take.
  private let announce: (Double) -> Void
  private var plan: BenchPlan
  private var report = BenchReport()
  private let clock = ContinuousClock()

  /// Loading is done again, up to the number of rounds, as long as it takes no more than so many seconds in all.
  private static let loadingSeconds = 20.0

  init(
    model: ModelSource, projector: ModelSource?, drafter: ModelSource?, plan: BenchPlan, threads: Int,
    kvFormat: KVCache.Format, kernels: String?, progress: ProgressLine, announce: @escaping (Double) -> Void,
    isStopped: @escaping @Sendable () -> Bool
  ) {
    (source, projectorSource, drafterSource) = (model, projector, drafter)
    (self.plan, self.threads, self.kvFormat, self.kernels) = (plan, threads, kvFormat, kernels)
    (self.progress, self.announce, self.isStopped) = (progress, announce, isStopped)
  }

  /// Measures.
  ///
  /// - Throws: What is wrong with the model, the plan or the memory; `CancellationError` if it was stopped before there was a figure.
  func perform() throws -> BenchReport {
    let file = try source.open()
    let configuration = try ModelConfiguration(file)
    let projectorFile = try projectorSource.map { try $0.open() }
    let drafterFile = try drafterSource.map { try $0.open() }
    let files = [file, projectorFile, drafterFile].compactMap { $0 }
    let need = MemoryNeed(configuration, files: files, kvFormat: kvFormat)
    try fit(need, configuration)
    let arithmetic = try Arithmetic(threads: threads, kernels: kernels)
    describe(configuration, need, arithmetic)
    report.skipped = plan.skipped
    do {
      var loaded: (model: Model, projector: Projector?, drafter: Drafter?)?
      var total = 0.0
      repeat {
        // The memory of one must be free before the next is loaded.
        loaded = nil
        let start = clock.now
        loaded = try load(file, projectorFile, drafterFile, arithmetic)
        let seconds = (clock.now - start).seconds
        report.add(seconds, to: .loading)
        total += seconds
        if total + seconds > Self.loadingSeconds { break }
      } while report.samples(.loading)?.values.count ?? 0 < plan.rounds
      if let loaded {
        let engine = try BenchEngine(
          loaded.model, projector: loaded.projector, drafter: loaded.drafter, plan: plan, kvFormat: kvFormat,
          stepBytes: Model.stepBytes(file), check: check)
        try measure(engine, need, stepBytes: Model.stepBytes(file))
      }
    } catch is CancellationError {
      if report.figures.isEmpty { throw CancellationError() }
      report.isInterrupted = true
    }
    progress.erase()
    return report
  }

  private func fit(_ need: MemoryNeed, _ configuration: ModelConfiguration) throws {
    // The probe needs memory of its own.
    let available = (SystemMemory.available ?? .max) - MemoryProbe.usualByteCount
    let fitting = need.largestContext(available: available)
    guard fitting > 0 else {
      throw EngineError.notEnoughMemory(
        model: source.label, context: plan.prompt, needed: need.bytes(context: plan.prompt),
        available: max(0, available), fitting: 0)
    }
    try plan.fit(known: configuration.contextLength, fitting: fitting)
  }

  private func describe(_ configuration: ModelConfiguration, _ need: MemoryNeed, _ arithmetic: Arithmetic) {
    report.setting.model = if case .program(_, let name) = source { name } else { configuration.name }
    report.setting.modelBytes = need.weights
    report.setting.processor = Processor.current.name
    report.setting.threads = threads
    report.setting.kvFormat = kvFormat.rawValue
    report.setting.matrixKernels = arithmetic.names.matrices
    report.setting.otherKernels = arithmetic.names.rest
    (report.setting.prompt, report.setting.generate, report.setting.rounds) = (plan.prompt, plan.generate, plan.rounds)
    report.memory.weights = need.weights
  }

  private func load(
    _ file: GGUFFile, _ projectorFile: GGUFFile?, _ drafterFile: GGUFFile?, _ arithmetic: Arithmetic
  ) throws -> (model: Model, projector: Projector?, drafter: Drafter?) {
    let model = try Model(file, arithmetic: arithmetic) { share in
      try check()
      progress.show("Loading", done: share, of: 1)
    }
    return (
      model,
      try projectorFile.map { try Projector($0, hidden: model.configuration.hidden, arithmetic: arithmetic) },
      try drafterFile.map { try Drafter($0, target: model.configuration, arithmetic: arithmetic) }
    )
  }

  private func measure(_ engine: BenchEngine, _ need: MemoryNeed, stepBytes: Int) throws {
    report.setting.pictureTokens = engine.pictureTokens
    report.setting.speechTokens = engine.speechTokens
    report.memory.cache = need.cache(context: engine.context)
    let parts = parts(engine)
    // Where the weights stay in a cache, the memory limits nothing.
    let isLimitedByMemory = stepBytes > 2 * MemoryProbe.largestCache
    if !isLimitedByMemory {
      skip("generation's share of the bandwidth", "the weights fit into the processor's cache")
    }
    progress.show("Warming up", done: 0, of: 1)
    let pace = try engine.warmUp()
    announce(duration(parts, pace, engine))

    for round in 1...plan.rounds {
      for (index, part) in parts.enumerated() {
        try check()
        let done = (round - 1) * parts.count + index
        let total = Double(plan.rounds * parts.count)
        let label = "Round \(round) of \(plan.rounds), \(part.words)"
        progress.show(label, done: Double(done), of: total)
        try perform(part, engine, isLimitedByMemory: isLimitedByMemory) { [progress] share in
          progress.show(label, done: Double(done) + share, of: total)
        }
      }
    }
    if let resident = Figures.residentMemory { report.add(Double(resident - engine.probeBytes), to: .memory) }
  }

  private func perform(
    _ part: Part, _ engine: BenchEngine, isLimitedByMemory: Bool, progress: (Double) -> Void
  ) throws {
    switch part {
    case .prompt(let depth):
      report.add(try engine.prompt(depth: depth, progress: progress), to: .prompt(depth: depth))
    case .generation(let depth):
      let (tokens, bytes) = try engine.generation(depth: depth, progress: progress)
      report.add(tokens, to: .generation(depth: depth))
      report.add(bytes, to: .bandwidth)
      if isLimitedByMemory {
        let share = engine.share(depth: depth, tokensPerSecond: tokens, bytesPerSecond: bytes)
        report.add(share, to: .share(depth: depth))
      }
    case .verify:
      for (columns, steps) in try engine.verify(progress: progress) {
        report.add(steps, to: .verify(columns: columns))
      }
    case .drafter:
      for (drafts, steps) in try engine.rounds(progress: progress) { report.add(steps, to: .round(drafts: drafts)) }
    case .picture:
      if let seconds = try engine.look() { report.add(seconds, to: .picture) }
    case .speech:
      if let seconds = try engine.listen() { report.add(seconds, to: .speech) }
    }
  }

  /// What is done in each round.
  private func parts(_ engine: BenchEngine) -> [Part] {
    var parts = plan.depths.flatMap { [Part.prompt($0), .generation($0)] }
    if plan.columns.contains(where: { $0 > 1 }) { parts.append(.verify) }
    if drafterSource == nil { skip("rounds with a drafter", "there is none") } else { parts.append(.drafter) }
    let reason = projectorSource == nil ? "there is no projector" : "the projector has no embedder, or there is no room"
    if engine.canSee { parts.append(.picture) } else { skip("a picture", reason) }
    if engine.canHear { parts.append(.speech) } else { skip("speech", reason) }
    return parts
  }

  private func skip(_ what: String, _ reason: String) {
    report.skipped.append(BenchReport.Skip(what: what, reason: reason))
  }

  /// About how many seconds the rounds take.
  private func duration(_ parts: [Part], _ pace: (token: Double, step: Double), _ engine: BenchEngine) -> Double {
    let round = parts.reduce(0.0) { sum, part in
      switch part {
      case .prompt: sum + 1.1 * Double(plan.prompt) * pace.token
      case .generation: sum + 1.1 * Double(plan.generate) * pace.step + 0.5
      case .verify: sum + 2.5 * Double(plan.columns.count + 2) * pace.step
      case .drafter: sum + 2.5 * Double(2 * plan.drafts.count + 2) * pace.step
      case .picture: sum + Double(engine.pictureTokens) * pace.token
      case .speech: sum + Double(engine.speechTokens) * pace.token
      }
    }
    return round * Double(plan.rounds)
  }

  private func check() throws {
    if isStopped() { throw CancellationError() }
  }
}
