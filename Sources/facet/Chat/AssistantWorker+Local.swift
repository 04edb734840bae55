import Chat
import Engine
import GGUF
import Gemma
import Interface
import Models

/// Models of this machine.
extension AssistantWorker {
  /// Loads them.
  static func local(_ launch: ChatLaunch) -> Loader {
    { model, progress in
      guard let model else { throw launch.modelProblem ?? .modelNotKnown(reason: "no model is named") }
      var options = launch.engine
      let (projector, drafter) = parts(of: model, launch)
      if model == .guide {
        // What was said for another model is more than this one knows.
        (options.usualContext, options.context) = (options.context ?? options.usualContext, nil)
      }
      let assistant = try await ModelLoading.load(
        model: model, projector: projector, drafter: drafter, options: options, shelf: launch.shelf, progress: progress)
      return (
        assistant,
        ModelFacts(
          name: assistant.name, context: assistant.contextLength, hasProjector: projector != nil,
          largestBudget: assistant.largestBudget, temperature: assistant.sampling.temperature,
          isGuide: model == .guide)
      )
    }
  }

  /// Another model than the one at the start needs its own projector and drafter.
  private static func parts(of model: ModelSource, _ launch: ChatLaunch) -> (ModelSource?, ModelSource?) {
    guard case .file(let path) = model else { return (.guideProjector, nil) }
    if model == launch.model { return (launch.projector, launch.drafter) }
    return (
      Pairing.projector(of: path).path.map { .file($0) },
      launch.engine.isDrafting ? Pairing.drafter(of: path).path.map { .file($0) } : nil
    )
  }

  /// Whether a model fits beside the present one.
  static func room(_ launch: ChatLaunch) -> @Sendable (ModelSource) -> Room {
    { model in
      // A server's model takes no memory here.
      guard launch.server == nil, let available = SystemMemory.available, let file = try? model.open(),
        let configuration = try? ModelConfiguration(file)
      else { return .beside }
      let (projector, drafter) = parts(of: model, launch)
      let files = [file] + [projector, drafter].compactMap { try? $0?.open() }
      let need = MemoryNeed(configuration, files: files, kvFormat: launch.engine.kvFormat)
      return room(
        need, asked: model == .guide ? nil : launch.engine.context, usual: launch.engine.usualContext,
        available: available, held: Figures.residentMemory ?? 0)
    }
  }

  /// As above, by figures.
  ///
  /// - Parameters:
  ///   - need: What the model takes.
  ///   - asked: The context that was asked for, if one was; otherwise `usual` counts, or a smaller one if only that fits.
  ///   - available: Bytes that are free.
  ///   - held: Bytes that this process would give back at most.
  static func room(_ need: MemoryNeed, asked: Int?, usual: Int, available: Int, held: Int) -> Room {
    if need.bytes(context: asked ?? need.context(usual: usual, available: .max)) <= available { return .beside }
    let least = asked ?? need.context(usual: usual, available: 0)
    return need.bytes(context: least) <= available + held ? .inPlace : .beside
  }
}
