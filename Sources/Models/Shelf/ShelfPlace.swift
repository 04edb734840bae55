/// Whose folder a model lies in.
public enum ShelfPlace: String, Sendable, CaseIterable {
  /// What `facet pull` fetched.
  case facet
  /// What the configuration or the environment names, wherever it is.
  case configured
  case ollama
  case lmStudio = "lm-studio"
  case llamaCpp = "llama.cpp"
  case huggingFace = "hugging-face"

  /// What people call it.
  public var title: String {
    switch self {
    case .facet: "facet"
    case .configured: "configured"
    case .ollama: "Ollama"
    case .lmStudio: "LM Studio"
    case .llamaCpp: "llama.cpp"
    case .huggingFace: "Hugging Face"
    }
  }

  /// How that program removes a model of its own, in words that follow “to remove it,”.
  ///
  /// - Parameters:
  ///   - name: The model's name on the shelf.
  ///   - path: Its file.
  public func removal(name: String, path: String) -> String {
    switch self {
    case .facet: "write facet models remove \(name)"
    case .configured, .llamaCpp: "delete \(path)"
    case .ollama: "write ollama rm \(name.hasPrefix("ollama:") ? String(name.dropFirst(7)) : name)"
    case .lmStudio: "open My Models in LM Studio, or delete \(path)"
    case .huggingFace: "write hf cache rm model/\(Self.repository(path))"
    }
  }

  /// The repository whose folder in Hugging Face's cache holds a file: `models--owner--name` → `owner/name`.
  private static func repository(_ path: String) -> String {
    let folder = path.split(separator: "/").first { $0.hasPrefix("models--") }
    return folder.map { String($0.dropFirst(8)).replacing("--", with: "/") } ?? "OWNER/NAME"
  }
}
