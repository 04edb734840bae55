import Foundation
import Models
import Screen

/// `facet pull`: downloads a model.
enum PullCommand {
  static func run(_ arguments: ParsedArguments, _ surroundings: Surroundings) async throws -> CInt {
    guard let name = arguments.operands.first else {
      try print(catalogue(), surroundings)
      return 0
    }
    let access = try HubAccess(environment: surroundings.environment)
    guard let models = ModelFolder.standard(environment: surroundings.environment) else {
      throw PullError.noModelFolder
    }
    let target = try PullTarget(name, endpoint: access.endpoint)
    let unwanted: [(OptionName, ModelOrigin.Role)] = [(.noProjector, .projector), (.noDrafter, .drafter)]
    let without = Set(unwanted.filter { arguments.has($0.0) }.map(\.1))

    let progress = PullProgress(.errors, traits: surroundings.errors)
    let cancellation = PullCancellation()
    let puller = Puller(
      access: access, models: models, cancellation: cancellation, report: { progress.show($0) })
    let isDry = arguments.has(.dryRun)
    let configuration = ModelPaths.configuration(surroundings)
    let overtaking = ServerChoice.configured(configuration) == nil ? nil : configuration.path
    do {
      // The network is waited for on a thread of its own: the pool that Swift's tasks share has one for each core.
      let text = try await Interruption.shared.cancelling(with: { cancellation.cancel() }) {
        try await onThread {
          let plan = try puller.plan(target, without: without)
          return isDry ? dryRun(plan) : fetched(try puller.fetch(plan), plan, overtakenIn: overtaking)
        }
      }
      progress.erase()
      try print(text, surroundings)
      return 0
    } catch PullError.cancelled {
      progress.erase()
      surroundings.note("stopped; what has come stays, and facet pull \(name) goes on from there")
      return Interruption.shared.status ?? 130
    } catch {
      progress.erase()
      throw error
    }
  }

  /// The known names, with their sizes.
  static func catalogue(_ catalogue: Catalogue = .builtIn) -> [String] {
    let width = catalogue.entries.map(\.name.count).max() ?? 0
    let rows = catalogue.entries.map { entry in
      let size = entry.bytes.map { Figures.bytes($0) } ?? ""
      return "  " + padded(entry.name, width) + "  " + padded(size, 7) + "  " + entry.summary
    }
    return ["facet pull NAME downloads one of these, with its projector and its drafter:", ""] + rows
      + ["", "Others, as on huggingface.co: facet pull OWNER/REPOSITORY"]
  }

  /// What would be fetched.
  static func dryRun(_ plan: PullPlan, free: Int? = nil) -> [String] {
    let free = free ?? DiskSpace.free(at: plan.folder)
    let isUnknown = plan.files.contains { $0.bytes == nil }
    let bound = isUnknown ? "at least " : plan.files.contains { $0.state == .unchecked } ? "at most " : ""
    return ["\(plan.name) would go into \(plan.folder):"]
      + rows(plan.files.map { ($0.role, $0.name, $0.bytes, words($0)) }) + omissions(plan)
      + [
        "To be downloaded: \(bound)\(Figures.bytes(plan.missingBytes))"
          + (free.map { "; free on the disk: \(Figures.bytes($0))" } ?? "") + "."
      ]
  }

  /// What was fetched, and what to type next; `configuration` is the path of one in which a server goes before every model.
  static func fetched(_ origin: ModelOrigin, _ plan: PullPlan, overtakenIn configuration: String? = nil) -> [String] {
    let rows = rows(origin.files.map { ($0.role, $0.name, $0.bytes, "") })
    return ["\(plan.name) is in \(plan.folder):"] + rows + omissions(plan)
      + (origin.file(.model) == nil
        ? []
        : [
          "Talk with it: facet --model \(plan.name)",
          "Always use it: facet models default \(plan.name)"
            + (configuration.map { ", and take the key server, which goes before it, out of \($0)" } ?? ""),
        ])
  }

  private static func rows(_ files: [(role: ModelOrigin.Role, name: String, bytes: Int?, note: String)]) -> [String] {
    let width = min(48, files.map(\.name.count).max() ?? 0)
    return files.map { file in
      let size = file.bytes.map { Figures.bytes($0) } ?? "size not told"
      let row = "  " + padded(file.role.rawValue, 9) + "  " + padded(file.name, width) + "  " + size
      return file.note.isEmpty ? row : padded(row, 2 + 9 + 2 + width + 2 + 7) + "  " + file.note
    }
  }

  /// Where a file comes from, or how much of it is there.
  private static func words(_ file: PullPlan.File) -> String {
    switch file.state {
    case .complete: "there already"
    case .unchecked: "there, still to be checked"
    case .partly(let done): "\(Figures.bytes(done)) of it are there"
    case .missing: "from \(file.repository?.text ?? file.address.host ?? "")"
    }
  }

  private static func omissions(_ plan: PullPlan) -> [String] {
    plan.omissions.compactMap { omission in
      omission.reason.map { "Without the \(omission.role.rawValue): \($0)." }
    }
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  /// Prints lines in which names from a server stand.
  private static func print(_ lines: [String], _ surroundings: Surroundings) throws {
    try ByteOutput.standard.write(
      lines.map { (surroundings.output.isTerminal ? SafeText(oneLine: $0).string : $0) + "\n" }.joined())
  }

  private static func onThread<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result
  {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread { continuation.resume(with: Swift.Result { try body() }) }
    }
  }
}
