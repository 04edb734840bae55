import Chat

/// A name that no model on this machine has.
public struct UnknownModel: Error, Sendable, Equatable {
  /// What was asked for.
  public let name: String
  /// Names that it may have been meant to be, the nearest first.
  public let near: [String]
  /// Whether `facet pull` knows it.
  public let canBePulled: Bool
  /// Whether there is any model on this machine.
  public let isShelfEmpty: Bool

  /// Looks for what may have been meant.
  ///
  /// - Parameters:
  ///   - name: What was asked for.
  ///   - names: The names that there are.
  ///   - known: The names that `facet pull` knows.
  public init(_ name: String, among names: [String], known: [String]) {
    self.name = name
    isShelfEmpty = names.isEmpty
    canBePulled = known.contains { $0.lowercased() == name.lowercased() }
    var near = NearestName.of(name, among: names).map { [$0] } ?? []
    // "gemma" for "ollama:gemma4:12b": a part of a name is as good.
    let part = name.lowercased()
    if part.count >= 2 { near += names.filter { $0.lowercased().contains(part) && !near.contains($0) } }
    self.near = Array(near.prefix(3))
  }
}

extension UnknownModel: CustomStringConvertible {
  /// What is wrong and what to do.
  public var description: String {
    if canBePulled { return "the model “\(name)” is not on this machine; facet pull \(name) fetches it" }
    let start = "there is no model called “\(name)”"
    if isShelfEmpty {
      return
        "\(start), and none was found on this machine; facet pull fetches one, and a file needs its ending .gguf or a /"
    }
    guard !near.isEmpty else { return "\(start); facet models lists those on this machine" }
    let names = near.map { "“\($0)”" }.joined(separator: " or ")
    return "\(start); did you mean \(names)? facet models lists those on this machine"
  }
}
