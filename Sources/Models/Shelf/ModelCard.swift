import Engine
import GGUF
import Gemma

/// What there is to know of a model without loading it: shape, quantisation, abilities, memory; from the headers of its files.
public struct ModelCard: Sendable, Equatable {
  /// A way in which weights are written down, and what it takes.
  public struct Share: Sendable, Equatable {
    /// Such as `Q4_0`.
    public let type: String
    /// Bytes.
    public let bytes: Int
  }

  /// The model's file; of one in parts the first.
  public let path: String
  /// What the file calls itself.
  public let title: String
  /// The shape.
  public let configuration: ModelConfiguration
  /// How many weights there are.
  public let parameters: Int
  /// Bytes of the model's files.
  public let bytes: Int
  /// How it is quantised, as such files are called: `Q4_0`, `Q4_K_M`.
  public let quantisation: String
  /// All ways in which weights are written down, the largest first.
  public let shares: [Share]
  /// The projector that belongs to it.
  public let projector: Pairing.Part
  /// The drafter that belongs to it.
  public let drafter: Pairing.Part
  /// Whether it takes pictures with its projector.
  public let seesPictures: Bool
  /// Whether it takes sound with its projector.
  public let hearsSound: Bool
  /// The memory that it takes with its projector and its drafter, keys and values in the usual format.
  public let need: MemoryNeed

  /// Reads the headers of a model and of what belongs to it.
  ///
  /// - Throws: `GGUFError`, `ModelError` where the model's own cannot be used.
  public init(path: String) throws { try self.init(GGUFFile(path: path)) }

  init(_ file: GGUFFile) throws {
    path = file.path
    configuration = try Model.checkHeader(file)
    title = configuration.name
    parameters = file.tensors.reduce(0) { $0 + $1.elementCount }
    bytes = file.byteCount
    shares = Self.shares(file)
    quantisation = Self.quantisation(file)
    projector = Pairing.projector(of: file.path)
    drafter = Pairing.drafter(of: file.path)
    var files = [file]
    var kinds = (pictures: false, sounds: false)
    if let path = projector.path, let opened = try? GGUFFile(path: path) {
      kinds = (try? Projector.checkHeader(opened, hidden: configuration.hidden)) ?? kinds
      files.append(opened)
    }
    (seesPictures, hearsSound) = kinds
    if let path = drafter.path, let opened = try? GGUFFile(path: path) { files.append(opened) }
    need = MemoryNeed(configuration, files: files)
  }

  /// What it can do besides writing, in the order in which it is shown.
  public var abilities: [String] {
    (seesPictures ? ["pictures"] : []) + (hearsSound ? ["sound"] : []) + (drafter.path != nil ? ["drafts"] : [])
  }

  /// The way to write weights down that takes the most bytes.
  public static func mainType(_ file: GGUFFile) -> String { shares(file).first?.type ?? "nothing" }

  private static func shares(_ file: GGUFFile) -> [Share] {
    var bytes: [String: Int] = [:]
    for tensor in file.tensors { bytes[tensor.type.name, default: 0] += tensor.byteCount }
    return bytes.map { Share(type: $0.key, bytes: $0.value) }.sorted { ($1.bytes, $0.type) < ($0.bytes, $1.type) }
  }

  /// The numbers of `general.file_type` whose names tell more than that of the main type.
  private static let fileTypes: [Int: String] = [
    11: "Q3_K_S", 12: "Q3_K_M", 13: "Q3_K_L", 14: "Q4_K_S", 15: "Q4_K_M", 16: "Q5_K_S", 17: "Q5_K_M",
  ]

  private static func quantisation(_ file: GGUFFile) -> String {
    let type = mainType(file)
    // A converter that was given the wrong number shall not have the last word.
    guard let name = file.metadata["general.file_type"]?.int.flatMap({ fileTypes[$0] }), name.hasPrefix(type) else {
      return type
    }
    return name
  }
}
