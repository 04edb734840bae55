import Engine
import Models

/// Loads models, and says what would help where one does not fit into the memory.
enum ModelLoading {
  /// Loads a model.
  ///
  /// - Parameter shelf: Where smaller ones are looked for.
  /// - Throws: `FitProblem` where no context of use fits, otherwise what the engine throws.
  static func load(
    model: ModelSource, projector: ModelSource?, drafter: ModelSource? = nil, options: EngineOptions, shelf: ModelShelf,
    progress: @escaping @Sendable (Double) -> Void
  ) async throws -> LocalAssistant {
    do {
      return try await LocalAssistant.load(
        model: model, projector: projector, drafter: drafter, options: options, progress: progress)
    } catch {
      throw FitProblem(error, models: shelf.list().models) ?? error
    }
  }
}
