import Chat
import Foundation

/// The models that are known by name: `Catalogue/catalogue.json`, which is a part of the program.
public struct Catalogue: Sendable, Equatable {
  /// One model.
  public struct Entry: Sendable, Equatable {
    /// What it is called: `gemma-4-12b`.
    public let name: String
    /// What it is, in a few words.
    public let summary: String
    /// Its files, the model's first.
    public let files: [Source]

    /// How large all files are together; nil where the size of the model is not known beforehand.
    public var bytes: Int? {
      let sizes = files.compactMap(\.bytes)
      return sizes.count == files.count ? sizes.reduce(0, +) : nil
    }
  }

  /// Where one file is.
  public struct Source: Sendable, Equatable {
    /// What it is to the model.
    public let role: ModelOrigin.Role
    /// In which repository it is.
    public let repository: RepositoryName
    /// How large it was when the catalogue was made.
    public let bytes: Int?
    /// Its path in the repository: the first pattern that fits exactly one file.
    let patterns: [FilePattern]
  }

  /// The models in the order in which they are shown.
  public let entries: [Entry]

  /// The one that is part of the program.
  public static let builtIn = Catalogue(parsing: PackageResources.catalogue_json) ?? Catalogue(entries: [])

  private init(entries: [Entry]) { self.entries = entries }

  /// Reads a catalogue; nil where anything in it is not as it should be.
  init?(parsing bytes: [UInt8]) {
    guard let models = (try? JSONValue(parsing: bytes))?["models"]?.asArray else { return nil }
    var entries: [Entry] = []
    for model in models {
      guard let name = model["name"]?.asString, let summary = model["summary"]?.asString,
        let files = model["files"]?.asArray
      else { return nil }
      let sources = files.compactMap(Source.init)
      guard sources.count == files.count, sources.first?.role == .model else { return nil }
      entries.append(Entry(name: name, summary: summary, files: sources))
    }
    self.init(entries: entries)
  }

  /// The model of this name, whatever the case of its letters.
  public func entry(named name: String) -> Entry? {
    entries.first { $0.name == name.lowercased() }
  }
}

extension Catalogue.Source {
  fileprivate init?(_ json: JSONValue) {
    guard let role = json["role"]?.asString.flatMap(ModelOrigin.Role.init),
      let repository = json["repository"]?.asString.flatMap(RepositoryName.init),
      let patterns = json["file"]?.asArray?.compactMap(\.asString), !patterns.isEmpty
    else { return nil }
    self.role = role
    self.repository = repository
    self.bytes = json["bytes"]?.asInteger
    self.patterns = patterns.map(FilePattern.init)
  }
}
