import Gemma

/// Guesses by the model's drafter.
package final class DrafterSource: DraftSource {
  private let drafter: Drafter

  package init(_ drafter: Drafter) { self.drafter = drafter }

  package func begin(_ tokens: [Int?]) {}

  package func append(_ token: Int) {}

  package func offer(limit: Int) -> DraftOffer? { DraftOffer(.drafter, count: limit) }

  package func draft(_ count: Int, at place: DraftPlace) throws -> [Int] {
    try drafter.draft(count, after: place.token, model: place.model, row: place.row, cache: place.cache)
  }
}
