import Chat
import Engine
import Foundation
import GGUF
import Gemma
import Models

/// The model that would answer, its projector and its drafter: whether they can be loaded, by their headers, and what fits into the memory.
struct ModelSection: DoctorSection, Sendable {
  /// What the header of the model says.
  struct Model: Sendable, Equatable {
    var label: String
    var name: String
    var bytes: Int
    /// How most of its weights are written down.
    var type: String
    /// The context that it was trained for.
    var known: Int
    /// The context that a chat begins with where nothing else is asked for.
    var usual: Int
    /// The longest that fits into the memory that is free now; 0 if not even the weights do.
    var fitting: Int
    /// Bytes that it needs with the usual context, and those that are free.
    var needed: Int
    var available: Int
  }

  /// What the header of the projector says.
  struct Projector: Sendable, Equatable {
    var label: String
    var pictures: Bool
    var sounds: Bool
  }

  private(set) var model: Model?
  private(set) var projector: Projector?
  /// The drafter's file.
  private(set) var drafter: String?
  private(set) var findings: [DoctorFinding] = []
  /// The file that was looked at, also where it cannot be used.
  private(set) var label = "unknown"

  init(_ arguments: ParsedArguments, _ surroundings: Surroundings, _ file: ConfigurationFile) {
    do {
      let source = try ModelPaths.model(arguments, surroundings, file)
      label = source.label
      try look(
        at: source, projector: ModelPaths.projector(arguments, surroundings, file, model: source),
        drafter: ModelPaths.drafter(arguments, surroundings, file, model: source))
    } catch {
      findings.append(.broken(error))
    }
  }

  private mutating func look(
    at source: ModelSource, projector projectorSource: ModelSource?, drafter drafterSource: ModelSource?
  ) throws {
    let file = try source.open()
    let configuration = try Gemma.Model.checkHeader(file)
    var files = [file]
    if let projectorSource {
      // The model answers without it, but not what it is asked about pictures.
      do {
        let opened = try projectorSource.open()
        let kinds = try Gemma.Projector.checkHeader(opened, hidden: configuration.hidden)
        projector = Projector(label: projectorSource.label, pictures: kinds.pictures, sounds: kinds.sounds)
        files.append(opened)
      } catch {
        findings.append(.broken(error))
      }
    } else {
      let why = ModelPaths.projectorNote(source)
      findings.append(
        .advice(
          why
            ?? "the model has no projector, so it takes neither pictures nor sound; put its mmproj file beside it, or "
            + "name it with --projector"))
    }
    if let drafterSource {
      do {
        let opened = try drafterSource.open()
        try Drafter.checkHeader(opened, target: configuration)
        drafter = drafterSource.label
        files.append(opened)
      } catch {
        findings.append(.broken(error))
      }
    }
    let need = MemoryNeed(configuration, files: files)
    let available = SystemMemory.available ?? .max
    let usual = need.context(usual: 32_768, available: available)
    let name = if case .program(_, let name) = source { name } else { configuration.name }
    let model = Model(
      label: source.label, name: name, bytes: file.byteCount, type: ModelCard.mainType(file),
      known: configuration.contextLength, usual: usual, fitting: need.largestContext(available: available),
      needed: need.bytes(context: usual), available: available)
    do {
      try need.check(context: usual, available: available, model: source.label)
    } catch {
      findings.append(.broken(error))
    }
    self.model = model
  }

  let title = "Model"
  let key = "model"

  var rows: [DoctorRow] {
    guard let model else { return [DoctorRow("file", label), DoctorRow("state", "cannot be used, see below")] }
    let takes = [(projector?.pictures, "pictures"), (projector?.sounds, "sound")].filter { $0.0 == true }.map(\.1)
    return [
      DoctorRow("file", model.label),
      DoctorRow("name", model.name),
      DoctorRow("weights", "\(Figures.bytes(model.bytes)), mostly \(model.type)"),
      DoctorRow("projector", projector.map { "\($0.label), for \(takes.joined(separator: " and "))" } ?? "none"),
      DoctorRow("drafter", drafter ?? "none"),
      DoctorRow("context", "\(model.known) tokens known, \(model.fitting) fit into the free memory"),
      DoctorRow("chat's context", "\(model.usual) tokens, which take \(Figures.bytes(model.needed)) in all"),
    ]
  }

  var json: JSONValue {
    guard let model else { return ["path": .string(label), "usable": .bool(false)] }
    return [
      "path": .string(model.label), "usable": .bool(model.needed <= model.available), "name": .string(model.name),
      "bytes": .integer(model.bytes), "type": .string(model.type), "known_context": .integer(model.known),
      "fitting_context": .integer(model.fitting), "usual_context": .integer(model.usual),
      "needed_bytes": .integer(model.needed),
      "projector": projector.map { projector -> JSONValue in
        [
          "path": .string(projector.label), "pictures": .bool(projector.pictures), "sounds": .bool(projector.sounds),
        ]
      } ?? .null,
      "drafter": drafter.map { .string($0) } ?? .null,
    ]
  }
}
