import Foundation
import GGUF
import Gemma

/// Decides which projector and which drafter belong to a model: the one place where that is known.
///
/// Those that come into question were fetched with it (`origin.json`, Ollama's manifest), or lie beside it with a name that says what they are. Of these
/// those count that fit the model by their headers; of several that fit, the one whose name is most like the model's.
public enum Pairing {
  /// What was found.
  public enum Part: Sendable, Equatable {
    /// There is no such file.
    case none
    /// The file that belongs to the model.
    case found(String)
    /// Several fit, and no name tells which is meant.
    case several([String])
    /// There are such files, but none that fits.
    case unfit([Misfit])

    /// The file, where it is plain which one it is.
    public var path: String? {
      if case .found(let path) = self { path } else { nil }
    }
  }

  /// A file that does not fit the model.
  public struct Misfit: Sendable, Equatable {
    /// The file.
    public let path: String
    /// Why, in a sentence that names what each of the two has.
    public let reason: String
  }

  /// The projector of a model.
  ///
  /// Where the model's own header cannot be read, names decide alone.
  public static func projector(of model: String) -> Part {
    let candidates = candidates(for: model, role: .projector)
    guard !candidates.isEmpty else { return .none }
    let file = try? GGUFFile(path: model)
    let hidden = file.flatMap { try? ModelConfiguration($0) }?.hidden
    return choose(candidates, for: model, file) { candidate in
      if let hidden { _ = try Projector.checkHeader(GGUFFile(path: candidate), hidden: hidden) }
    }
  }

  /// The drafter of a model.
  public static func drafter(of model: String) -> Part {
    let candidates = candidates(for: model, role: .drafter)
    guard !candidates.isEmpty, let file = try? GGUFFile(path: model), let target = try? ModelConfiguration(file) else {
      return .none
    }
    return choose(candidates, for: model, file) { candidate in
      try Drafter.checkHeader(GGUFFile(path: candidate), target: target)
    }
  }

  /// Whether the name and the size of a file say that it is a projector or a drafter.
  public static func isPart(_ path: String) -> Bool { [.projector, .drafter].contains(role(of: path)) }

  private static func role(of path: String) -> ModelOrigin.Role? {
    ModelOrigin.Role(ofFile: PathText.name(of: path), bytes: FileIdentity(path)?.bytes)
  }

  // MARK: What comes into question

  private static func candidates(for model: String, role: ModelOrigin.Role) -> [String] {
    let folder = PathText.folder(of: model)
    let name = PathText.name(of: model)
    if let origin = ModelOrigin(folder: folder), origin.files.contains(where: { $0.role == .model && $0.name == name })
    {
      let own = origin.files.filter { $0.role == role }.map { folder + "/" + $0.name }.filter {
        FileIdentity($0) != nil
      }
      if !own.isEmpty { return own }
    }
    if let own = OllamaManifests.projectors(of: model) { return role == .projector ? own : [] }
    // In a snapshot of Hugging Face's cache a large model has a folder of its own, and its projector lies above.
    let parts = model.split(separator: "/", omittingEmptySubsequences: false)
    var (root, depth) = (folder, 0)
    if let place = parts.lastIndex(of: "snapshots"), place + 2 < parts.count {
      (root, depth) = (parts[...(place + 1)].joined(separator: "/"), 2)
    }
    let named = ShelfWalk(root, depth: depth) { ModelOrigin.Role(ofFile: $0, bytes: 0) == role }.paths
    let found = named.filter { Self.role(of: $0) == role }
    // As the model is named, so are they: without a folder where it has none.
    return (model.contains("/") ? found : found.map { String($0.dropFirst(2)) }).filter { $0 != model }
  }

  // MARK: The choice

  private static func choose(
    _ candidates: [String], for model: String, _ file: GGUFFile?, check: (String) throws -> Void
  ) -> Part {
    var fitting: [String] = []
    var misfits: [Misfit] = []
    for candidate in candidates {
      do {
        try check(candidate)
        fitting.append(candidate)
      } catch {
        misfits.append(Misfit(path: candidate, reason: String(describing: error)))
      }
    }
    guard let first = fitting.first else { return .unfit(misfits) }
    if fitting.count == 1 { return .found(first) }
    var own = words(PathText.stem(of: model))
    for key in ["general.name", "general.basename"] {
      if let text = file?.metadata[key]?.string { own.formUnion(words(text)) }
    }
    let ranked = fitting.map { (path: $0, words: words(PathText.stem(of: $0))) }
    let most = ranked.map { own.intersection($0.words).count }.max() ?? 0
    let best = ranked.filter { own.intersection($0.words).count == most }
    guard best.count > 1, let words = best.first?.words else { return .found(best[0].path) }
    // Files that differ in nothing but how their numbers are written down are the same projector.
    guard best.allSatisfy({ $0.words == words }) else { return .several(best.map(\.path)) }
    let sorted = best.map(\.path).sorted { (precision($0), $0) < (precision($1), $1) }
    return .found(sorted[0])
  }

  /// The order in which ways to write numbers are preferred: that in which the model was trained, then what loses least in half of the memory.
  private static let precisions = ["bf16", "f16", "q8_0", "f32"]

  private static func precision(_ path: String) -> Int {
    let name = PathText.stem(of: path).lowercased()
    // “bf16” holds “f16” as well.
    let own = name.contains("bf16") ? "bf16" : precisions.first { name.contains($0) }
    return own.flatMap { precisions.firstIndex(of: $0) } ?? precisions.count
  }

  /// The words of a name that say which model it is of.
  ///
  ///     words("mmproj-Gemma-4-12b-it-bf16")  →  ["gemma", "4", "12b", "it"]
  static func words(_ name: String) -> Set<String> {
    var text = name.lowercased()
    for precision in precisions.sorted(by: { $0.count > $1.count }) { text = text.replacing(precision, with: " ") }
    let all = text.split { !$0.isLetter && !$0.isNumber }.map(String.init)
    return Set(all).subtracting(["mmproj", "projector", "drafter", "draft", "assistant", "mtp", "model", "gguf"])
  }
}
