import GGUF

extension ModelOrigin.Role {
  /// Drafters of Gemma 4 have a quarter to a half of these bytes; what is larger and called an assistant is a model that was trained to be one.
  private static let mostBytesOfADrafter = 2_000_000_000
  /// What drafters are called, and some models.
  private static let drafterWords: [Substring] = ["assistant", "drafter", "draft"]

  /// What a GGUF file is to a model, by its name and its size: the one place where that is known; nil for other files.
  ///
  /// Projectors are called `mmproj`. Drafters are called `mtp`, or are small, in one part and called `assistant`, `drafter` or `draft`; a folder of such a
  /// name does as well.
  ///
  /// - Parameters:
  ///   - path: A path in a repository, or the name of a file.
  ///   - bytes: Its size; nil where that is not known, and then a name that models have as well does not count.
  public init?(ofFile path: String, bytes: Int?) {
    let path = path.lowercased()
    guard path.hasSuffix(".gguf") else { return nil }
    let words = path.dropLast(".gguf".count).split { !$0.isLetter && !$0.isNumber }
    let isSmall = bytes.map { $0 < Self.mostBytesOfADrafter } ?? false
    if path.contains("mmproj") {
      self = .projector
    } else if words.contains("mtp") {
      self = .drafter
    } else if isSmall, SplitName(path: path) == nil, words.contains(where: { Self.drafterWords.contains($0) }) {
      self = .drafter
    } else {
      self = .model
    }
  }
}

extension HubFile {
  /// What it is to a model.
  var role: ModelOrigin.Role? { ModelOrigin.Role(ofFile: path, bytes: bytes) }
}
