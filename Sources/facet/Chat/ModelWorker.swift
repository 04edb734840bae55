import Engine
import Foundation
import Gemma
import Interface
import Models

/// Looks for the models on this machine, one search after the other, on a thread of its own.
final class ModelWorker: Sendable {
  private let queue = DispatchQueue(label: "models")
  private let launch: ChatLaunch
  private let post: @Sendable (ChatEvent) -> Void

  init(_ launch: ChatLaunch, post: @escaping @Sendable (ChatEvent) -> Void) {
    (self.launch, self.post) = (launch, post)
  }

  /// Looks, and says what there is.
  ///
  /// - Parameter current: The model that is loaded, or being loaded.
  func list(current: @escaping @Sendable () -> ModelSource?) {
    queue.async { [launch, post] in
      // What is loaded goes when another is.
      let free = SystemMemory.available.map { $0 + (Figures.residentMemory ?? 0) }
      post(.models(Self.rows(launch.shelf.list(), launch.engine, current: current(), free: free)))
    }
  }

  /// Calls `done` when all is looked for that was asked for before.
  func afterwards(_ done: @escaping @Sendable () -> Void) { queue.async(execute: done) }

  /// The rows of what was found, and at the end the model that is part of the program.
  ///
  /// - Parameter free: Bytes that a model may take; nil where nobody knows.
  static func rows(
    _ listing: ModelShelf.Listing, _ options: EngineOptions, current: ModelSource?, free: Int?
  ) -> [ModelRow] {
    let models = listing.models.map { model in
      ModelRow(
        name: model.name, path: model.path, quantisation: model.card.quantisation, abilities: model.card.abilities,
        fit: fit(model.card.need, options, free: free ?? .max), isCurrent: current == .file(model.path))
    }
    let broken = listing.broken.map { model in
      ModelRow(
        name: model.name, path: model.path, quantisation: "", abilities: [], fit: .broken(model.reason),
        isCurrent: current == .file(model.path))
    }
    return models + broken + [guide(current)]
  }

  private static func fit(_ need: MemoryNeed, _ options: EngineOptions, free: Int) -> ModelRow.Fit {
    let context = options.context ?? need.context(usual: options.usualContext, available: free)
    let bytes = need.bytes(context: context)
    return bytes <= free ? .fits(context: context, bytes: bytes) : .lacks(bytes: bytes - free)
  }

  private static func guide(_ current: ModelSource?) -> ModelRow {
    var fit = ModelRow.Fit.broken("it is damaged")
    if let file = try? ModelSource.guide.open(), let configuration = try? ModelConfiguration(file) {
      let context = configuration.contextLength
      fit = .fits(context: context, bytes: MemoryNeed(configuration, files: [file]).bytes(context: context))
    }
    return ModelRow(
      name: ModelPaths.guideName, path: nil, quantisation: "built in", abilities: ["pictures", "sound"],
      fit: fit,
      isCurrent: current == .guide)
  }
}
