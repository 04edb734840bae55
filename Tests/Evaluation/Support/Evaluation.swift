import Foundation

/// An evaluation of the guide: what it is held against, and how much of it.
///
/// ```swift
/// let evaluation = Evaluation(data: try GuideData(), samples: 20)
/// let report = try await evaluation.report(of: .pictures, guide)
/// ```
public struct Evaluation: Sendable {
  /// What the guide is held against.
  public let data: GuideData
  /// The most samples that each figure is taken from; nil for all that there are.
  public var samples: Int?
  /// The start of all random numbers.
  public var seed: UInt64
  /// A folder that keeps the drawings and recordings; nil when they are not wanted afterwards.
  public var keeping: String?
  /// Called with what is being done.
  public var progress: @Sendable (String) -> Void

  /// An evaluation against these files.
  public init(
    data: GuideData, samples: Int? = nil, seed: UInt64 = 2026, keeping: String? = nil,
    progress: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.data = data
    self.samples = samples
    self.seed = seed
    self.keeping = keeping
    self.progress = progress
  }

  /// The figures of one part that asks the guide; all parts but ``EvaluationPart/speed``, which gives an empty report.
  ///
  /// - Throws: ``EvaluationError`` and what the engine throws.
  public func report(of part: EvaluationPart, _ guide: GuideUnderTest) async throws -> EvaluationReport {
    switch part {
    case .questions, .offtopic, .followups, .thinking:
      var report = EvaluationReport()
      report.rows = try await TypedEvaluation(evaluation: self, guide: guide).rows(of: part)
      return report
    case .pictures: return try await PictureEvaluation(evaluation: self, guide: guide).report()
    case .speech: return try await SpeechEvaluation(evaluation: self, guide: guide).report()
    case .speed: return EvaluationReport()
    }
  }

  /// So many of the elements as are wanted, spread over all of them.
  ///
  ///     spread([1, 2, 3, 4, 5, 6]) of 3 samples  →  1, 3, 5
  func spread<Element>(_ elements: [Element], atMost limit: Int? = nil) -> [Element] {
    let count = min(elements.count, samples ?? .max, limit ?? .max)
    return (0..<count).map { elements[$0 * elements.count / count] }
  }

  /// Runs over elements and tells how far it is.
  func each<Element>(
    _ name: String, of elements: [Element], _ body: (Int, Element) async throws -> Void
  ) async throws {
    for (index, element) in elements.enumerated() {
      progress("\(name) \(index + 1)/\(elements.count)")
      try await body(index, element)
    }
  }
}
