import Chat
import Engine
import Gemma
import Models

/// `facet models show`: all that the headers of one model say, and the memory that it takes.
enum ModelsShow {
  /// The contexts that the memory is told for.
  static let contexts = [4_096, 8_192, 16_384, 32_768, 65_536, 131_072, 262_144]

  static func run(_ name: String, _ scene: ModelsCommand.Scene) throws {
    let find = try scene.find(name)
    let card = try ModelCard(path: find.path)
    if scene.isJSON {
      let isDefault = find.path == scene.defaultPath
      let json = json(card, name: find.name, place: find.place, isDefault: isDefault, available: scene.available)
      try scene.surroundings.print(json.text + "\n")
    } else {
      try scene.surroundings.print(lines(card, find, scene.available).map { $0 + "\n" }.joined())
    }
  }

  /// For people.
  static func lines(_ card: ModelCard, _ find: ModelShelf.Find, _ available: Int?) -> [String] {
    let shares = card.shares.map { "\($0.type) \(percent($0.bytes, card))" }
    let rows = [
      DoctorRow("name", find.name),
      DoctorRow("title", card.title),
      DoctorRow("file", card.path),
      DoctorRow("where", find.place.title),
      DoctorRow("shape", shape(card)),
      DoctorRow("weights", "\(Figures.bytes(card.bytes)), \(card.quantisation) (\(shares.joined(separator: ", ")))"),
      DoctorRow("context", "\(card.configuration.contextLength) tokens known"),
      DoctorRow("can", (["text"] + card.abilities).joined(separator: ", ")),
      DoctorRow("projector", text(card.projector, without: "none, so neither pictures nor sound")),
      DoctorRow("drafter", text(card.drafter, without: "none; it writes the same, only more slowly")),
    ]
    return rows.flatMap(DoctorText.lines) + ["", "  Memory, with keys and values in 8 bits:"]
      + memory(card, available).map { "  " + $0 }
  }

  private static func percent(_ bytes: Int, _ card: ModelCard) -> String {
    let all = max(1, card.shares.reduce(0) { $0 + $1.bytes })
    let share = 100 * Double(bytes) / Double(all)
    return share < 1 ? "under 1 %" : "\(Int(share.rounded())) %"
  }

  private static func shape(_ card: ModelCard) -> String {
    let configuration = card.configuration
    let sliding = configuration.layers.count(where: \.isSliding)
    return "\(parameters(card.parameters)) weights, \(configuration.layers.count) layers (\(sliding) sliding over "
      + "\(configuration.window) tokens), \(configuration.hidden) wide, \(configuration.vocabulary) tokens in the vocabulary"
  }

  /// A number of weights: `11.8 billion`.
  static func parameters(_ count: Int) -> String {
    count >= 1_000_000_000
      ? "\(Figures.rate(Double(count) / 1e9)) billion" : "\(Figures.rate(Double(count) / 1e6)) million"
  }

  private static func text(_ part: Pairing.Part, without: String) -> String {
    switch part {
    case .none: without
    case .found(let path): path
    case .several(let paths): "none: several fit, and no name tells which is meant (\(paths.joined(separator: ", ")))"
    case .unfit(let misfits): "none: " + misfits.map(\.reason).joined(separator: " ")
    }
  }

  /// A row for each context: what it takes, and whether that is there.
  private static func memory(_ card: ModelCard, _ available: Int?) -> [String] {
    let known = contexts.filter { $0 <= card.configuration.contextLength }
    let rows = (known.isEmpty ? [card.configuration.contextLength] : known).map { context -> [String] in
      let bytes = card.need.bytes(context: context)
      let answer = available.map { free in
        bytes <= free ? "fits" : "\(Figures.bytes(bytes - free)) more than the \(Figures.bytes(free)) that are free"
      }
      return ["\(ModelsList.tokens(context)) tokens", Figures.bytes(bytes), answer ?? ""]
    }
    return ModelsList.table(rows)
  }

  /// For programs.
  static func json(
    _ card: ModelCard, name: String, place: ShelfPlace, isDefault: Bool, available: Int?
  ) -> JSONValue {
    let configuration = card.configuration
    let known = contexts.filter { $0 <= configuration.contextLength }
    return [
      "name": .string(name), "title": .string(card.title), "path": .string(card.path),
      "place": .string(place.rawValue), "default": .bool(isDefault), "bytes": .integer(card.bytes),
      "quantisation": .string(card.quantisation), "parameters": .integer(card.parameters),
      "layers": .integer(configuration.layers.count), "hidden": .integer(configuration.hidden),
      "vocabulary": .integer(configuration.vocabulary), "window": .integer(configuration.window),
      "known_context": .integer(configuration.contextLength),
      "pictures": .bool(card.seesPictures), "sounds": .bool(card.hearsSound),
      "projector": card.projector.path.map { .string($0) } ?? .null,
      "drafter": card.drafter.path.map { .string($0) } ?? .null,
      "fitting_context": available.map { .integer(card.need.roundContext(available: $0)) } ?? .null,
      "memory": .array(
        known.map { context in
          let bytes = card.need.bytes(context: context)
          return [
            "context": .integer(context), "bytes": .integer(bytes),
            "fits": available.map { .bool(bytes <= $0) } ?? .null,
          ]
        }),
    ]
  }
}
