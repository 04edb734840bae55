import Compute
import Engine
import Gemma
import Media

/// Measures a loaded model; each function gives one sample.
///
/// Tokens are drawn from the whole vocabulary, by the same seed every time. A past of n tokens is made by filling the cache with arbitrary
/// values (``Model/fillWithArbitraryValues(_:to:)``), since reading 16,000 tokens would take minutes and attention costs the same.
final class BenchEngine {
  /// Tokens of a prompt that are evaluated together, as in a conversation.
  static let chunk = EngineOptions().chunk
  /// What is over sooner is done again until so many seconds have passed, and their mean is the sample.
  static let leastSeconds = 0.1

  private let model: Model
  private let drafter: Drafter?
  private let cache: KVCache
  private let probe: MemoryProbe
  private let plan: BenchPlan
  private let stepBytes: Int
  private let clock = ContinuousClock()
  private var random = RandomSequence(seed: 1)
  /// Called between two layers: throws to stop.
  private let check: () throws -> Void
  /// The picture and the speech, decoded.
  private let picture: (patches: PicturePatches, embedder: PictureEmbedder)?
  private let speech: (samples: [Float], embedder: SoundEmbedder)?

  var pictureTokens: Int { picture?.patches.count ?? 0 }
  var speechTokens: Int { (speech?.samples.count ?? 0) / SoundEmbedder.frameSize }

  /// What the probe keeps in memory, which is not the model's.
  var probeBytes: Int { probe.byteCount }

  /// - Parameter stepBytes: Bytes of weights that a decode step reads.
  init(
    _ model: Model, projector: Projector?, drafter: Drafter?, plan: BenchPlan, kvFormat: KVCache.Format, stepBytes: Int,
    check: @escaping () throws -> Void
  ) throws {
    self.model = model
    self.drafter = drafter
    self.plan = plan
    self.stepBytes = stepBytes
    self.check = check
    picture = try projector?.pictures.map { embedder in
      (try BenchMedia.picture(largest: PictureBudget.largest(side: embedder.maximumSide)), embedder)
    }
    speech = projector?.sounds.map { (BenchMedia.speech, $0) }
    let media = [picture?.patches.count, speech.map { $0.samples.count / SoundEmbedder.frameSize }].compactMap { $0 }
    let context = min(model.configuration.contextLength, max(plan.context, media.max() ?? 0))
    cache = try KVCache(model.configuration, context: context, format: kvFormat)
    probe = try MemoryProbe(model.arithmetic.team)
  }

  /// Positions that fit.
  var context: Int { cache.context }

  /// Whether the cache has room for the picture and for the speech.
  var canSee: Bool { picture != nil && pictureTokens <= context }
  var canHear: Bool { speech != nil && speechTokens <= context }

  /// Touches everything once, and gives a first idea of the speed: seconds for a token of a prompt, and for a step.
  func warmUp() throws -> (token: Double, step: Double) {
    try model.fillWithArbitraryValues(cache, to: cache.context)
    try model.fillWithArbitraryValues(cache, to: 0)
    let count = min(64, plan.prompt)
    try read(tokens(count))
    try model.fillWithArbitraryValues(cache, to: 0)
    let token = try seconds { try read(tokens(count)) } / Double(count)
    try model.fillWithArbitraryValues(cache, to: plan.verifyDepth)
    let step = try seconds { try read(tokens(1)) }
    return (token, step)
  }

  /// Tokens of a prompt read in a second.
  func prompt(depth: Int, progress: (Double) -> Void = { _ in }) throws -> Double {
    try rate(plan.prompt) {
      try model.fillWithArbitraryValues(cache, to: depth)
      let tokens = tokens(plan.prompt)
      return try seconds { try read(tokens, progress: progress) }
    }
  }

  /// Tokens written in a second, and what the memory gave just before and after, in bytes a second.
  func generation(
    depth: Int, progress: (Double) -> Void = { _ in }
  ) throws -> (tokensPerSecond: Double, bytesPerSecond: Double) {
    let before = probe.bytesPerSecond()
    let rate = try rate(plan.generate) {
      try model.fillWithArbitraryValues(cache, to: depth)
      let tokens = tokens(plan.generate)
      return try seconds {
        for (index, token) in tokens.enumerated() {
          try read([token])
          progress(Double(index + 1) / Double(plan.generate))
        }
      }
    }
    return (rate, (before + probe.bytesPerSecond()) / 2)
  }

  /// The part of the memory's bandwidth that generation reaches at a depth, by the bytes that a step must read.
  func share(depth: Int, tokensPerSecond: Double, bytesPerSecond: Double) -> Double {
    let past = KVCache.stepBytes(model.configuration, depth: depth + plan.generate / 2, format: cache.format)
    return tokensPerSecond * Double(stepBytes + past) / bytesPerSecond
  }

  /// For each number of tokens that are checked at once, how many plain steps that takes; the logits of all are computed.
  func verify(progress: (Double) -> Void = { _ in }) throws -> [(columns: Int, steps: Double)] {
    let sizes = plan.columns.filter { $0 > 1 }
    return Array(zip(sizes, try inSteps(sizes.map { size in { try self.verify(size) } }, progress: progress)))
  }

  /// For each number of guesses, how many plain steps a round takes: guessing, and checking the guesses with the token before them.
  func rounds(progress: (Double) -> Void = { _ in }) throws -> [(drafts: Int, steps: Double)] {
    guard let drafter else { return [] }
    return Array(
      zip(plan.drafts, try inSteps(plan.drafts.map { count in { try self.round(count, drafter) } }, progress: progress))
    )
  }

  /// What was measured in seconds, divided by the time of a plain step.
  ///
  /// That is measured first and last, so that a machine that grows slower meanwhile does not make the others look worse.
  private func inSteps(_ measures: [() throws -> Double], progress: (Double) -> Void) throws -> [Double] {
    let plain = { try self.verify(1) }
    var times: [Double] = []
    for (index, measure) in ([plain] + measures + [plain]).enumerated() {
      times.append(try measure())
      progress(Double(index + 1) / Double(measures.count + 2))
    }
    let one = (times[0] + times[times.count - 1]) / 2
    return times.dropFirst().dropLast().map { $0 / one }
  }

  private func verify(_ count: Int) throws -> Double {
    let depth = plan.verifyDepth
    return try repeated {
      try come(to: depth)
      let tokens = tokens(count)
      return try seconds { try read(tokens, logits: count) }
    }
  }

  private func round(_ count: Int, _ drafter: Drafter) throws -> Double {
    let depth = plan.verifyDepth
    return try repeated {
      // The token before gives the state that the drafter begins with.
      try come(to: depth - 1)
      try read(tokens(1))
      let token = tokens(1)
      return try seconds {
        let guesses = try drafter.draft(count, after: token[0], model: model, row: 0, cache: cache)
        try read(token + guesses, logits: 1 + count)
      }
    }
  }

  /// The mean of at least two times.
  private func repeated(_ time: () throws -> Double) throws -> Double {
    var total = 0.0
    var done = 0
    repeat {
      total += try time()
      done += 1
    } while done < 2 || total < Self.leastSeconds
    return total / Double(done)
  }

  /// Brings the cache to so many positions, whatever they are.
  private func come(to depth: Int) throws {
    if cache.count > depth, cache.canRewind(to: depth) {
      cache.rewind(to: depth)
    } else if cache.count != depth {
      try model.fillWithArbitraryValues(cache, to: depth)
    }
  }

  /// Seconds from a decoded picture to its place in the cache.
  func look() throws -> Double? {
    guard canSee, let (patches, embedder) = picture else { return nil }
    return try mean {
      try model.fillWithArbitraryValues(cache, to: 0)
      return try seconds {
        var batch = Batch()
        batch.append(picture: try embedder.embed(patches.values, columns: patches.columns))
        try model.evaluate(batch, cache: cache) { _ in try check() }
      }
    }
  }

  /// Seconds from ten seconds of samples to their place in the cache.
  func listen() throws -> Double? {
    guard canHear, let (samples, embedder) = speech else { return nil }
    return try mean {
      try model.fillWithArbitraryValues(cache, to: 0)
      return try seconds {
        let soft = try embedder.embed(samples)
        for start in stride(from: 0, to: soft.count, by: Self.chunk) {
          var batch = Batch()
          batch.append(recording: soft, rows: start..<min(soft.count, start + Self.chunk))
          try model.evaluate(batch, cache: cache) { _ in try check() }
        }
      }
    }
  }

  // MARK: - Steps

  private func tokens(_ count: Int) -> [Int] {
    (0..<count).map { _ in Int(random.nextUnit() * Double(model.configuration.vocabulary)) }
  }

  /// Evaluates tokens in chunks, and the logits of the last ones.
  private func read(_ tokens: [Int], logits: Int = 1, progress: (Double) -> Void = { _ in }) throws {
    var last = 0
    for start in stride(from: 0, to: tokens.count, by: Self.chunk) {
      var batch = Batch()
      batch.append(tokens[start..<min(tokens.count, start + Self.chunk)])
      try model.evaluate(batch, cache: cache) { share in
        try check()
        progress((Double(start) + share * Double(batch.count)) / Double(tokens.count))
      }
      last = batch.count
    }
    try model.logits(last - min(last, logits)..<last) { _ in }
  }

  private func seconds(_ body: () throws -> Void) rethrows -> Double {
    let start = clock.now
    try body()
    return (clock.now - start).seconds
  }

  /// The mean of as many times as fill `leastSeconds`.
  private func mean(_ time: () throws -> Double) rethrows -> Double {
    var total = 0.0
    var count = 0
    repeat {
      total += try time()
      count += 1
    } while total < Self.leastSeconds
    return total / Double(count)
  }

  private func rate(_ count: Int, _ time: () throws -> Double) rethrows -> Double {
    Double(count) / (try mean(time))
  }
}
