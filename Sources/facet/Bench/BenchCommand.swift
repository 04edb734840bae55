import Chat
import Engine
import Foundation
import Synchronization

/// `facet bench`: how fast this machine is with a model.
enum BenchCommand {
  static func run(_ arguments: ParsedArguments, _ surroundings: Surroundings) async throws {
    // What is wrong with the arguments shows before minutes have passed.
    let earlier = try arguments.text(.compare).map { try Self.report(in: $0) }
    let file = ModelPaths.configuration(surroundings)
    let model = try ModelPaths.model(arguments, surroundings, file)
    let projector = try ModelPaths.projector(arguments, surroundings, file, model: model)

    let drafter = try ModelPaths.drafter(arguments, surroundings, file, model: model)

    let progress = ProgressLine(.errors, traits: surroundings.errors)
    let erasing = Interruption.shared.whenEnding { progress.erase() }
    defer {
      progress.erase()
      Interruption.shared.forget(erasing)
    }
    let stop = StopFlag()
    let bench = BenchRun(
      model: model, projector: projector, drafter: drafter, plan: BenchPlan(arguments),
      threads: arguments.integer(.threads) ?? file.configuration.threads
        ?? ProcessInfo.processInfo.activeProcessorCount,
      kvFormat: arguments.kvFormat ?? .usual, kernels: arguments.text(.kernels).flatMap(KernelChoice.name),
      progress: progress,
      announce: { seconds in
        guard surroundings.errors.isTerminal, seconds > 60 else { return }
        progress.erase()
        let remedy = arguments.has(.quick) ? "" : "; --quick does less"
        surroundings.note("this takes about \(Figures.time(seconds)); Ctrl-C ends it with what is there" + remedy)
      }, isStopped: { stop.isSet })
    let report = try await Interruption.shared.cancelling(with: { stop.set() }) { try bench.perform() }
    let comparison = earlier.map { BenchComparison(report, against: $0) }
    if arguments.has(.json) {
      try surroundings.print(json(report, comparison).text + "\n")
    } else {
      let lines = BenchTable.lines(report, against: comparison)
      try surroundings.print(lines.map { $0 + "\n" }.joined())
    }
  }

  /// The report as one object, with the comparison in it.
  static func json(_ report: BenchReport, _ comparison: BenchComparison?) -> JSONValue {
    guard let comparison, var object = report.json.asObject else { return report.json }
    object["comparison"] = [
      "ratios": .array(
        comparison.ratios.map { ratio in
          [
            "name": .string(ratio.item.name), "ratio": .number(ratio.value),
            "within_spread": .bool(ratio.isWithinSpread),
          ]
        }),
      "differences": .array(comparison.differences.map { .string($0) }),
    ]
    return .object(object)
  }

  /// The report that a file holds.
  private static func report(in path: String) throws -> BenchReport {
    let name = TextInput.name(of: path)
    let bytes = try TextInput.bytes(path: path)
    let value: JSONValue
    do {
      value = try JSONValue(parsing: bytes)
    } catch {
      throw InputError.notJSON(name: name, reason: error.description)
    }
    guard let report = BenchReport(value) else { throw BenchError.notABench(name: name) }
    return report
  }
}

/// A wish to stop, from the thread that takes signals.
private final class StopFlag: Sendable {
  private let flag = Atomic(false)

  var isSet: Bool { flag.load(ordering: .acquiring) }

  func set() { flag.store(true, ordering: .releasing) }
}
