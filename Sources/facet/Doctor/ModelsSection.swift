import Chat
import Models

/// The models on this machine.
struct ModelsSection: DoctorSection {
  /// How many are shown by name.
  private static let most = 8

  var listing: ModelShelf.Listing

  let title = "Models found"
  let key = "models"

  var rows: [DoctorRow] {
    guard !listing.models.isEmpty else { return [DoctorRow("count", "none; facet pull fetches one")] }
    var rows = [DoctorRow("count", "\(listing.models.count)")]
    rows += listing.models.prefix(Self.most).map {
      DoctorRow($0.place.title, "\($0.name), \($0.card.quantisation), \(Figures.bytes($0.card.bytes))")
    }
    if listing.models.count > Self.most { rows.append(DoctorRow("and more", "facet models lists them all")) }
    return rows
  }

  var json: JSONValue {
    .array(
      listing.models.map {
        ["name": .string($0.name), "place": .string($0.place.rawValue), "path": .string($0.path)]
      })
  }

  var findings: [DoctorFinding] {
    guard let first = listing.broken.first else { return [] }
    let more = listing.broken.count > 1 ? "; facet models lists \(listing.broken.count - 1) more such files" : ""
    return [
      .advice("the model \(first.name) cannot be used: \(Failure(sentence: first.reason, status: 1).sentence)\(more)")
    ]
  }
}
