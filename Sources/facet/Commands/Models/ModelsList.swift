import Chat
import Engine
import Models
import Remote
import Screen

/// `facet models list`: what was found, a line each.
enum ModelsList {
  static func run(_ scene: ModelsCommand.Scene) throws {
    let listing = scene.shelf.list()
    if scene.isJSON {
      try scene.surroundings.print(json(listing, scene).text + "\n")
    } else {
      try scene.surroundings.print(lines(listing, scene).map { $0 + "\n" }.joined())
    }
  }

  /// For people.
  static func lines(_ listing: ModelShelf.Listing, _ scene: ModelsCommand.Scene) -> [String] {
    var lines: [String] = []
    let chosen = scene.defaultPath
    let server = scene.server
    if listing.models.isEmpty {
      lines.append(
        server.map { "No model was found on this machine; the server \($0.name) answers." }
          ?? "No model was found on this machine; until there is one the built-in guide answers.")
      lines.append("facet pull fetches one.")
    } else {
      let rows = listing.models.map { model in
        [
          (model.path == chosen ? "* " : "  ") + model.name,
          "\(model.card.quantisation), \(Figures.bytes(model.card.bytes))",
          (["text"] + model.card.abilities).joined(separator: ", "), fit(model.card, scene.available),
          model.place.title,
        ]
      }
      lines += table([["  NAME", "WEIGHTS", "CAN", "CONTEXT THAT FITS", "WHERE"]] + rows)
      lines.append("")
      if let server {
        lines.append("The server \(server.name) answers where none is named, since the configuration names it;")
        lines.append("with --no-server " + (chosen == nil ? "the built-in guide does." : "the one with * does."))
      } else {
        lines.append(
          chosen == nil
            ? "The built-in guide answers where none is named; facet models default NAME changes that."
            : "* answers where no other is named. facet models show NAME tells more.")
      }
    }
    // A pull that was refused leaves nothing worth a line.
    let unfinished = listing.unfinished.filter { $0.bytes > 0 }
    if !unfinished.isEmpty {
      lines += ["", "Not complete:"]
      lines += unfinished.flatMap { begun in
        // With the name of a model that is there, more than this would go.
        let isAlone = !listing.models.contains { $0.name == begun.name }
        return item(
          "\(begun.name): \(Figures.bytes(begun.bytes)) have come; the same facet pull goes on from there"
            + (isAlone ? ", facet models remove \(begun.name) deletes them" : ""))
      }
    }
    if !listing.broken.isEmpty {
      lines += ["", "Cannot be used:"]
      lines += listing.broken.flatMap { item("\($0.name): \($0.reason)") }
    }
    if !listing.foreign.isEmpty {
      let families = Set(listing.foreign.map(\.architecture)).sorted().joined(separator: ", ")
      let count = listing.foreign.count == 1 ? "1 model" : "\(listing.foreign.count) models"
      let verb = listing.foreign.count == 1 ? "is" : "are"
      lines += [
        "", SafeText(oneLine: "\(count) of other families \(verb) not shown (\(families)): facet runs Gemma 4.").string,
      ]
    }
    if listing.isCut { lines += ["", "There are more files than facet looks at; name others by their paths."] }
    return lines
  }

  /// An entry of a list, on as many lines as it needs.
  private static func item(_ text: String) -> [String] {
    HelpText.wrap(SafeText(oneLine: text).string, width: HelpText.width - 2)
      .enumerated().map { ($0 == 0 ? "  " : "    ") + $1 }
  }

  /// How many tokens fit: "32k tokens"; or what is missing.
  static func fit(_ card: ModelCard, _ available: Int?) -> String {
    guard let available else { return "unknown" }
    let context = card.need.roundContext(available: available)
    guard MemoryNeed.isUseful(context: context) else {
      return "none, \(Figures.bytes(card.need.bytes(context: FitProblem.context) - available)) short"
    }
    return tokens(context)
  }

  /// A context in words: "131072" → "128k".
  static func tokens(_ context: Int) -> String { context >= 1_024 ? "\(context / 1_024)k" : "\(context)" }

  /// Rows whose columns stand below each other; what comes from files steers no terminal.
  static func table(_ rows: [[String]]) -> [String] {
    let safe = rows.map { $0.map { SafeText(oneLine: $0).string } }
    let widths = (safe.first ?? []).indices.map { column in
      safe.map { TextWidth.of($0[column]) }.max() ?? 0
    }
    return safe.map { row in
      row.enumerated().map { column, text in
        column == row.count - 1 ? text : text + String(repeating: " ", count: widths[column] - TextWidth.of(text) + 2)
      }.joined()
    }
  }

  /// For programs.
  static func json(_ listing: ModelShelf.Listing, _ scene: ModelsCommand.Scene) -> JSONValue {
    let chosen = scene.defaultPath
    return [
      "models": .array(
        listing.models.map {
          ModelsShow.json(
            $0.card, name: $0.name, place: $0.place, isDefault: $0.path == chosen, available: scene.available)
        }),
      "broken": .array(
        listing.broken.map { ["name": .string($0.name), "path": .string($0.path), "reason": .string($0.reason)] }),
      "foreign": .array(
        listing.foreign.map {
          ["name": .string($0.name), "path": .string($0.path), "architecture": .string($0.architecture)]
        }),
      "unfinished": .array(
        listing.unfinished.map {
          ["name": .string($0.name), "path": .string($0.folder), "bytes": .integer($0.bytes)]
        }),
      "is_cut": .bool(listing.isCut),
    ]
  }
}
