import Chat

/// The models that a server lists.
public struct ServerModels: Sendable, Equatable {
  /// One of them.
  public struct Model: Sendable, Equatable {
    /// The name that the server knows it by.
    public var name: String
    /// Tokens that a conversation and its reply may have together; nil where the server does not say.
    public var context: Int?
  }

  /// In the server's order.
  public var models: [Model]

  /// Their names.
  public var names: [String] { models.map(\.name) }

  /// Reads the answer to `GET /models`; nil when it is none.
  init?(_ value: JSONValue) {
    let places = [value["data"], value["models"]].compactMap { $0 }
    // Ollama writes null where it has none.
    guard let list = places.lazy.compactMap(\.asArray).first ?? (places.contains(.null) ? [] : nil) else { return nil }
    models = list.prefix(10_000).compactMap { item in
      guard let name = (item["id"] ?? item["name"] ?? item["model"])?.asString, !name.isEmpty else { return nil }
      // vLLM, llama-server, then LM Studio and services that pass questions on.
      let places = [
        item["max_model_len"], item["meta"]?["n_ctx"], item["loaded_context_length"], item["context_length"],
        item["max_context_length"],
      ]
      let context = places.lazy.compactMap { $0?.asInteger }.first { (1...(1 << 40)).contains($0) }
      return Model(name: name, context: context)
    }
  }

  init(models: [Model]) { self.models = models }

  /// The model that is meant by a name: by its name, by that without Ollama's `:latest`, or by the last part of a path.
  func model(named name: String) -> Model? {
    func short(_ text: String) -> String {
      let last = text.split(separator: "/").last.map(String.init) ?? text
      return last.lowercased().hasSuffix(".gguf") ? String(last.dropLast(5)) : last
    }
    if let exact = models.first(where: { $0.name == name || $0.name == name + ":latest" }) { return exact }
    let similar = models.filter { short($0.name) == short(name) }
    return similar.count == 1 ? similar[0] : nil
  }
}
