import Chat
import Engine
import Foundation

/// `facet run`: one question, one answer.
enum RunCommand {
  static func run(_ arguments: ParsedArguments, _ surroundings: Surroundings) async throws {
    let request = try RunRequest(arguments, surroundings)
    let progress = ProgressLine(.errors, traits: surroundings.errors)
    let erasing = Interruption.shared.whenEnding { progress.erase() }
    defer {
      progress.erase()
      Interruption.shared.forget(erasing)
    }
    let reporter: any RunReporter =
      arguments.has(.json)
      ? JSONReporter() : TextReporter(surroundings, progress: progress)

    // Once, and before anything leaves; programs find it at the end.
    if let server = request.server, !arguments.has(.json) { surroundings.note(server.facts.sentence) }
    let started = ContinuousClock.now
    let (assistant, name) = try await assistant(for: request, surroundings, loading: reporter.loading)
    let loadingSeconds = (ContinuousClock.now - started).seconds
    progress.erase()

    var (summary, lastReporter) = try await Interruption.shared.cancelling(with: { assistant.stop() }) {
      try await consume(assistant.reply(to: request.conversation, options: request.options), reporter)
    }
    summary.model = name
    summary.server = request.server?.address.name
    summary.loadingSeconds = loadingSeconds
    try lastReporter.finish(summary)
    if arguments.has(.stats) {
      ByteOutput.errors.writeIfPossible(summary.lines.map { $0 + "\n" }.joined())
    }
  }

  /// Whoever replies, and the name of the model.
  private static func assistant(
    for request: RunRequest, _ surroundings: Surroundings, loading: @escaping @Sendable (Double) -> Void
  ) async throws -> (any Assistant, String) {
    if let server = request.server {
      let assistant = try await server.assistant()
      return (assistant, assistant.name)
    }
    let assistant = try await ModelLoading.load(
      model: request.model ?? .guide, projector: request.projector, drafter: request.drafter, options: request.engine,
      shelf: ModelPaths.shelf(surroundings, ModelPaths.configuration(surroundings)), progress: loading)
    return (assistant, assistant.name)
  }

  private static func consume(
    _ events: AsyncThrowingStream<ReplyEvent, any Error>, _ reporter: any RunReporter
  ) async throws -> (RunSummary, any RunReporter) {
    var reporter = reporter
    var summary = RunSummary()
    let asked = ContinuousClock.now
    for try await event in events {
      switch event {
      case .thought, .answer:
        if summary.firstTokenSeconds == nil { summary.firstTokenSeconds = (ContinuousClock.now - asked).seconds }
      case .finished(let reason, let figures):
        summary.reason = reason
        summary.figures = figures
      default: break
      }
      try reporter.show(event)
    }
    return (summary, reporter)
  }
}
