import Foundation
import GGUF
import Gemma

/// A model on the shelf.
public struct ShelfModel: Sendable, Equatable {
  /// Short and unique on this machine: what `--model` and `/model` take.
  public let name: String
  /// Whose folder it lies in.
  public let place: ShelfPlace
  /// Its file.
  public let path: String
  /// What is known of it.
  public let card: ModelCard
}

/// A file that may be a model and cannot be used.
public struct BrokenModel: Sendable, Equatable {
  /// What it would be called.
  public let name: String
  /// The file.
  public let path: String
  /// Why, in a sentence.
  public let reason: String
}

/// A model of another family.
public struct ForeignModel: Sendable, Equatable {
  /// What it would be called.
  public let name: String
  /// The file.
  public let path: String
  /// Its family, such as `llama`.
  public let architecture: String
}

/// The models on this machine, found in place and without loading: facet's own, and those of Ollama, LM Studio, llama.cpp and Hugging Face.
///
/// ```swift
/// let shelf = ModelShelf(environment: environment)
/// for model in shelf.list().models { print(model.name, model.card.quantisation) }
/// ```
/// Only headers are read. Whatever is wrong with a file, the others are listed.
public struct ModelShelf: Sendable {
  /// All that was found.
  public struct Listing: Sendable, Equatable {
    /// What facet can run, in the order of ``ShelfPlace`` and of names.
    public var models: [ShelfModel] = []
    /// What cannot be used.
    public var broken: [BrokenModel] = []
    /// Models of other families, which facet cannot run.
    public var foreign: [ForeignModel] = []
    /// What `facet pull` began and did not finish.
    public var unfinished: [UnfinishedPull] = []
    /// Whether there were more files than are looked at.
    public var isCut = false
  }

  /// A file with its name; its header was not read.
  public struct Find: Sendable, Equatable {
    /// Unique on this machine, as long as nothing is added.
    public let name: String
    /// Whose folder it lies in.
    public let place: ShelfPlace
    /// The file.
    public let path: String
  }

  private let environment: [String: String]
  private let configured: [String]
  private let sharedOllama: [String]

  /// A shelf of these places.
  ///
  /// - Parameters:
  ///   - environment: Where programs keep their models, as far as variables say it.
  ///   - configured: Paths of models that are named somewhere; wherever they lie, they are on the shelf.
  ///   - sharedOllama: Where Ollama keeps models when it runs for everybody.
  public init(
    environment: [String: String], configured: [String] = [],
    sharedOllama: [String] = ["/usr/share/ollama/.ollama/models"]
  ) {
    (self.environment, self.configured, self.sharedOllama) = (environment, configured, sharedOllama)
  }

  /// The models, with what their headers say.
  ///
  /// - Complexity: Every header is read, some megabytes each.
  public func list() -> Listing {
    let search = search()
    var listing = Listing()
    listing.broken = search.broken
    listing.isCut = search.isCut
    listing.unfinished = unfinished()
    for find in search.finds {
      do {
        let file = try GGUFFile(path: find.path)
        let architecture = file.metadata["general.architecture"]?.string ?? "nothing"
        switch architecture {
        // Parts are shown with the model that they belong to.
        case "clip", "gemma4-assistant": continue
        case "gemma4":
          let card = try ModelCard(file)
          listing.models.append(ShelfModel(name: find.name, place: find.place, path: find.path, card: card))
        default:
          listing.foreign.append(ForeignModel(name: find.name, path: find.path, architecture: architecture))
        }
      } catch {
        listing.broken.append(BrokenModel(name: find.name, path: find.path, reason: String(describing: error)))
      }
    }
    return listing
  }

  /// All files that may be models, with their names, without opening them.
  public func finds() -> [Find] { search().finds }

  /// What `facet pull` began and did not finish.
  public func unfinished() -> [UnfinishedPull] {
    ModelFolder.standard(environment: environment).map { UnfinishedPull.all(in: $0) } ?? []
  }

  // MARK: Searching

  private struct Search {
    var finds: [Find] = []
    var broken: [BrokenModel] = []
    var isCut = false
    private var seen: Set<FileIdentity> = []
    private var names: Set<String> = []

    /// Adds a file, unless it is there under another path.
    mutating func add(_ path: String, name: String, _ place: ShelfPlace) {
      if let part = SplitName(path: path), part.part != 1 { return }
      // What is not there is broken: a link into nowhere, or a part of Ollama's that was never fetched.
      if let identity = FileIdentity(path) {
        guard identity.isFile, seen.insert(identity).inserted else { return }
      }
      finds.append(Find(name: unique(name, place), place: place, path: path))
    }

    private mutating func unique(_ name: String, _ place: ShelfPlace) -> String {
      var candidate = name
      var number = 1
      while !names.insert(candidate.lowercased()).inserted {
        candidate = "\(name)@\(place.rawValue)" + (number > 1 ? "-\(number)" : "")
        number += 1
      }
      return candidate
    }
  }

  private func search() -> Search {
    var search = Search()
    addOwn(to: &search)
    for path in configured { search.add(path, name: PathText.stem(of: path), .configured) }
    for folder in ollamaFolders {
      let manifests = OllamaManifests(folder: folder)
      for entry in manifests.entries { search.add(entry.model, name: "ollama:" + entry.name, .ollama) }
      search.broken += manifests.broken
    }
    for (place, folders, depth) in [
      (ShelfPlace.lmStudio, lmStudioFolders, 3), (.llamaCpp, llamaFolders, 3), (.huggingFace, huggingFaceFolders, 5),
    ] {
      for folder in folders {
        let walk = ShelfWalk(folder, depth: depth, isWanted: ShelfWalk.isModelFile)
        if walk.isCut { search.isCut = true }
        for path in walk.paths { search.add(path, name: PathText.stem(of: path), place) }
      }
    }
    return search
  }

  /// facet's own folder: a folder for each model, and what somebody put there by hand.
  private func addOwn(to search: inout Search) {
    guard let folder = ModelFolder.standard(environment: environment) else { return }
    let walk = ShelfWalk(folder, depth: 2, isWanted: ShelfWalk.isModelFile)
    if walk.isCut { search.isCut = true }
    for path in walk.paths {
      let own = PathText.folder(of: path)
      let model = ModelOrigin(folder: own)?.file(.model)?.name
      let isModel = model == PathText.name(of: path)
      search.add(path, name: isModel ? PathText.name(of: own) : PathText.stem(of: path), .facet)
    }
  }

  private var home: String? { environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } }

  private func named(_ variable: String) -> [String] {
    environment[variable].flatMap { $0.hasPrefix("/") ? [$0] : nil } ?? []
  }

  private func atHome(_ paths: String...) -> [String] { home.map { home in paths.map { home + $0 } } ?? [] }

  /// The folder for caches, in which some programs keep their models.
  private var caches: [String] {
    let own = named("XDG_CACHE_HOME")
    return own.isEmpty ? atHome("/.cache") : own
  }

  private var ollamaFolders: [String] { named("OLLAMA_MODELS") + atHome("/.ollama/models") + sharedOllama }

  private var lmStudioFolders: [String] { atHome("/.lmstudio/models", "/.cache/lm-studio/models") }

  private var llamaFolders: [String] { named("LLAMA_CACHE") + caches.map { $0 + "/llama.cpp" } }

  private var huggingFaceFolders: [String] {
    named("HF_HUB_CACHE") + named("HF_HOME").map { $0 + "/hub" } + caches.map { $0 + "/huggingface/hub" }
  }
}
