/// Chooses from a repository's listing what makes up a model.
enum FileSelection {
  /// The files of one model, or of all its parts.
  struct Candidate: Sendable, Equatable {
    /// In order, if it is in parts.
    var files: [HubFile]

    /// The name of its first file.
    var name: String { files[0].path }
    /// How large all parts are together.
    var bytes: Int { files.reduce(0) { $0 + $1.bytes } }
  }

  /// The models of a listing, parts of one taken together, the smallest first.
  static func models(in files: [HubFile]) -> [Candidate] {
    var candidates: [Candidate] = []
    var stems: [String: Int] = [:]
    for file in files.filter({ $0.role == .model }).sorted(by: { $0.path < $1.path }) {
      if let stem = stem(ofPart: file.path) {
        if let place = stems[stem] {
          candidates[place].files.append(file)
          continue
        }
        stems[stem] = candidates.count
      }
      candidates.append(Candidate(files: [file]))
    }
    return candidates.sorted { ($0.bytes, $0.name) < ($1.bytes, $1.name) }
  }

  /// The model that a person named by its path, by its name without folders, or by a part of it such as `Q4_0`; nil where it is none or
  /// one of several.
  static func model(named name: String, in files: [HubFile]) -> Candidate? {
    let models = models(in: files)
    let wanted = name.lowercased()
    if let exact = models.first(where: { $0.files.contains { $0.path.lowercased() == wanted } }) { return exact }
    let byName = models.filter { $0.files.contains { $0.name.lowercased() == wanted } }
    if byName.count == 1 { return byName[0] }
    let byWord = models.filter { candidate in
      candidate.files[0].name.lowercased().dropLast(".gguf".count).split {
        !"_".contains($0) && !$0.isLetter && !$0.isNumber
      }
      .contains { $0 == wanted }
    }
    return byWord.count == 1 ? byWord[0] : nil
  }

  /// The projector to take: BF16 before F16, Q8_0 and others, since it is small and exactness costs little.
  static func projector(in files: [HubFile]) -> HubFile? {
    best(.projector, in: files, order: ["bf16", "f16", "q8_0"])
  }

  /// The drafter to take: one beside the model before those in folders, and then Q8_0 before Q4_0 and others.
  static func drafter(in files: [HubFile]) -> HubFile? {
    best(.drafter, in: files, order: ["q8_0", "q4_0", "bf16", "f16"])
  }

  /// The file that the first fitting pattern of a catalogue means.
  static func file(_ source: Catalogue.Source, in files: [HubFile]) -> HubFile? {
    let candidates = files.filter { $0.role == source.role }
    for pattern in source.patterns {
      let found = candidates.filter { pattern.matches($0.path) }
      if found.count == 1 { return found[0] }
    }
    return nil
  }

  private static func best(_ wanted: ModelOrigin.Role, in files: [HubFile], order: [String]) -> HubFile? {
    func rank(_ file: HubFile) -> (Int, Int, String) {
      let name = file.name.lowercased()
      return (file.path.split(separator: "/").count, order.firstIndex { name.contains($0) } ?? order.count, file.path)
    }
    return files.filter { $0.role == wanted }.min { rank($0) < rank($1) }
  }

  /// Of the path of one part of a model, what all parts have in common: `a-00001-of-00003.gguf` → `a of 00003`.
  private static func stem(ofPart path: String) -> String? {
    let parts = path.dropLast(".gguf".count).split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count >= 4, parts[parts.count - 2] == "of",
      [parts[parts.count - 1], parts[parts.count - 3]].allSatisfy({ $0.utf8.count == 5 && Int($0) != nil })
    else { return nil }
    return parts.dropLast(3).joined(separator: "-") + " of " + parts[parts.count - 1]
  }
}
