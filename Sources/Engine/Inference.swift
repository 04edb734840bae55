import Chat
import Compute
import Foundation
import GGUF
import Gemma
import Media
import Tokenizer

/// The inference actor: owns the model, the timeline and all that is slow, on a thread of its own.
actor Inference {
  nonisolated private let thread: InferenceThread
  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  private var state: State?

  /// What exists once a model is loaded.
  private final class State {
    let tokenizer: Tokenizer
    let model: Model
    let builder: PromptBuilder
    let timeline: Timeline
    let drafting: Drafting
    let sampling: SamplingSettings
    let stops: Set<Int>
    /// What the files of what was read belong to.
    let identity: [UInt8]

    init(
      tokenizer: Tokenizer, model: Model, builder: PromptBuilder, timeline: Timeline, drafting: Drafting,
      sampling: SamplingSettings, identity: [UInt8]
    ) {
      self.identity = identity
      self.tokenizer = tokenizer
      self.model = model
      self.builder = builder
      self.timeline = timeline
      self.drafting = drafting
      self.sampling = sampling
      let names = [Marker.end, .turnEnd, .responseStart].compactMap { tokenizer.token(marker: $0.rawValue) }
      stops = Set(names + [tokenizer.eos].compactMap { $0 })
    }
  }

  init() { thread = InferenceThread() }

  /// What others may know of the loaded model.
  struct Facts: Sendable {
    let name: String
    let context: Int
    let kernels: (matrices: String, rest: String)
    let threads: Int
    let largestBudget: Int?
    let sampling: SamplingSettings
  }

  /// Loads a model with its projector and its drafter.
  ///
  /// - Parameter given: Who guesses, in place of what `options` ask for.
  func load(
    model: ModelSource, projector: ModelSource?, drafter: ModelSource?, options: EngineOptions,
    drafting given: (@Sendable (Drafter?) -> Drafting)?, progress: @Sendable (Double) -> Void
  ) throws -> Facts {
    let path = model.label
    let file = try model.open()
    let configuration = try ModelConfiguration(file)
    let projectorFile = try projector.map { try $0.open() }
    let drafterFile = try drafter.map { try $0.open() }
    let context = try Self.context(
      path, configuration, options, files: [file, projectorFile, drafterFile].compactMap { $0 })
    let threads = options.threads ?? ProcessInfo.processInfo.activeProcessorCount
    let arithmetic = try Arithmetic(threads: threads)
    let tokenizer = try Tokenizer(file)
    guard tokenizer.count == configuration.vocabulary else {
      throw EngineError.wrongVocabulary(model: path, tokens: tokenizer.count, rows: configuration.vocabulary)
    }
    for marker in [Marker.beginning, .turnStart, .turnEnd] where tokenizer.token(marker: marker.rawValue) == nil {
      throw EngineError.missingMarker(model: path, marker: marker.rawValue)
    }
    // These two are small: should one not fit the model, that shows before the long part.
    let embedders = try projectorFile.map {
      try Projector($0, hidden: configuration.hidden, arithmetic: arithmetic)
    }
    let guessing = try drafterFile.map { try Drafter($0, target: configuration, arithmetic: arithmetic) }
    let loaded = try Model(file, arithmetic: arithmetic) { share in
      try Task.checkCancellation()
      progress(share)
    }
    let builder = PromptBuilder(
      tokenizer, projector: embedders, pictureBudget: options.pictureBudget, context: context)
    let sampling = SamplingSettings(file.metadata)
    state = State(
      tokenizer: tokenizer, model: loaded, builder: builder,
      timeline: try Timeline(
        loaded, context: context, chunk: options.chunk, kvFormat: options.kvFormat,
        turnStart: tokenizer.token(marker: Marker.turnStart.rawValue)),
      drafting: (given ?? Self.drafting(options))(guessing),
      sampling: sampling,
      identity: try Self.identity(of: [file] + (projectorFile.map { [$0] } ?? []), options.kvFormat))
    // Of a part of the program the program knows best what it is called.
    let name = if case .program(_, let name) = model { name } else { configuration.name }
    return Facts(
      name: name, context: context, kernels: arithmetic.names, threads: threads, largestBudget: builder.largestBudget,
      sampling: sampling)
  }

  /// Who guesses, by what the options ask for.
  private static func drafting(_ options: EngineOptions) -> @Sendable (Drafter?) -> Drafting {
    { drafter in
      guard options.isDrafting else { return Drafting([]) }
      return Drafting([LookUp()] + (drafter.map { [DrafterSource($0)] } ?? []))
    }
  }

  /// The context that was asked for, or the usual one, halved until it fits into the memory that is free.
  private static func context(
    _ path: String, _ configuration: ModelConfiguration, _ options: EngineOptions, files: [GGUFFile]
  ) throws -> Int {
    let need = MemoryNeed(configuration, files: files, kvFormat: options.kvFormat)
    let available = SystemMemory.available ?? .max
    let context = options.context ?? need.context(usual: options.usualContext, available: available)
    guard context <= configuration.contextLength else {
      throw EngineError.contextTooLong(asked: context, largest: configuration.contextLength)
    }
    try need.check(context: context, available: available, model: path)
    return context
  }

  private static func identity(of files: [GGUFFile], _ format: KVCache.Format) throws -> [UInt8] {
    var identity = ModelIdentity()
    identity.add("\(format.rawValue)\n")
    for file in files { try identity.add(file) }
    return identity.finish()
  }

  /// Keeps what was read in a file; nil where nothing was.
  ///
  /// - Returns: The file's bytes.
  func keepReading(in path: String) throws -> Int? {
    guard let state, !state.timeline.positions.isEmpty else { return nil }
    return try state.timeline.keep(in: ReadingFile(path: path, identity: state.identity))
  }

  /// Takes what was read from a file.
  ///
  /// - Returns: Positions that are there now.
  func takeReading(from path: String) -> Int {
    guard let state else { return 0 }
    return state.timeline.take(from: ReadingFile(path: path, identity: state.identity))
  }

  /// Evaluates a prompt ahead of time; `progress` is called as often as something was read.
  func prepare(
    _ pieces: [PromptPiece], cancellation: Cancellation, progress: (ReadingProgress) -> Void
  ) throws {
    guard let state else { return }
    // Several may have queued up behind a reply; only the last one counts.
    try cancellation.checkBetweenChunks()
    let prompt = try state.builder.prompt(pieces, isOpen: true)
    try state.timeline.bring(to: prompt, needsLogits: false, cancellation: cancellation) { done in
      progress(ReadingProgress(done: done, total: prompt.count, attachments: prompt.portions(done: done)))
    }
  }

  /// Replies to a prompt, piece by piece.
  func reply(
    to pieces: [PromptPiece], options: ReplyOptions, cancellation: Cancellation, publish: (ReplyEvent) -> Void
  ) throws {
    guard let state else { return }
    let timeline = state.timeline
    var figures = ReplyFigures()
    var parser = ReplyParser()
    let prompt = try state.builder.prompt(pieces)
    figures.promptTokens = prompt.count
    // A reply needs room for at least one token.
    guard prompt.count < timeline.context else {
      throw EngineError.promptTooLong(tokens: prompt.count + 1, context: timeline.context)
    }
    let clock = ContinuousClock()
    let start = clock.now
    do {
      let read = try timeline.bring(to: prompt, cancellation: cancellation) {
        publish(.reading(done: $0, of: prompt.count))
      }
      figures.reusedTokens = read.reused
      figures.evaluatedTokens = read.evaluated
      figures.readingSeconds = (clock.now - start).seconds
    } catch is CancellationError {
      figures.readingSeconds = (clock.now - start).seconds
      publish(.finished(.cancelled, figures))
      return
    }

    let begun = clock.now
    let drafting = state.drafting
    drafting.begin(timeline)
    var sampler = Sampler(options, defaults: state.sampling, suppressed: state.tokenizer.suppressed)
    var decoder = TokenDecoder(state.tokenizer)
    var recent = timeline.positions.suffix(options.repeatWindow).compactMap { position in
      if case .token(let token) = position { token } else { nil }
    }
    var reason = FinishReason.endOfTurn
    while true {
      if cancellation.isCancelled {
        reason = .cancelled
        break
      }
      if let most = options.maximumTokens, figures.generatedTokens >= most {
        reason = .maximumTokens
        break
      }
      guard let token = try timeline.withLogits({ sampler.sample($0, recent: recent) }) else {
        throw EngineError.noProbabilities
      }
      if state.stops.contains(token) {
        for event in parser.text(decoder.finish()) { publish(event) }
        break
      }
      figures.generatedTokens += 1
      if state.tokenizer.isMarker(token) {
        for event in parser.text(decoder.finish()) { publish(event) }
        let name = String(decoding: state.tokenizer.bytes(of: token), as: UTF8.self)
        for event in parser.marker(name) { publish(event) }
      } else {
        for event in parser.text(decoder.append(token)) { publish(event) }
      }
      if parser.hasEnded { break }
      if timeline.positions.count >= timeline.context {
        reason = .contextFull
        break
      }
      recent.append(token)
      if recent.count > options.repeatWindow { recent.removeFirst(recent.count - options.repeatWindow) }
      let left = options.maximumTokens.map { $0 - figures.generatedTokens } ?? .max
      try drafting.append(token, to: timeline, left: left)
    }
    drafting.finish(timeline)
    (figures.draftedTokens, figures.acceptedTokens) = (drafting.figures.drafted, drafting.figures.accepted)
    for event in parser.text(decoder.finish()) + parser.finish() { publish(event) }
    figures.generatingSeconds = (clock.now - begun).seconds
    figures.endsInsideThought = parser.endedInsideThought
    if reason == .endOfTurn, parser.callCount > 0 { reason = .toolCall }
    publish(.finished(reason, figures))
  }

  /// Evaluates token ids and hands over the logits of every position.
  func logits(
    tokens: [Int], pictures: [PixelImage], recordings: [Waveform], budget: Int,
    consume: (UnsafeBufferPointer<Float>) throws -> Void
  ) throws {
    guard let state else { return }
    let prompt = try state.builder.prompt(tokens: tokens, pictures: pictures, recordings: recordings, budget: budget)
    state.timeline.forget()
    try state.timeline.bring(
      to: prompt, cancellation: Cancellation(),
      onBatch: { range in
        try Task.checkCancellation()
        try state.model.logits(0..<range.count) { try consume(UnsafeBufferPointer($0)) }
      })
  }
}

extension Duration {
  fileprivate var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
