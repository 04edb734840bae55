import GGUF

/// A tiny random model that writes nothing but text, so that no answer ends by itself.
public enum TalkativeModel {
  /// Writes the model into a folder, with room for an answer that takes longer than any test.
  public static func write(to folder: TestFolder) throws -> String {
    var model = TinyModel()
    model.context = 262_144
    let file = try GGUFFile(bytes: model.bytes(), name: "tiny")
    var writer = GGUFWriter()
    for (key, value) in file.metadata.entries { writer.set(key, value) }
    let markers = TinyModel.markers.indices.map { Int32($0) }
    writer.set("tokenizer.ggml.suppress_tokens", .array(GGUFArray(int32: markers)))
    for tensor in file.tensors {
      try writer.add(name: tensor.name, type: tensor.type, shape: tensor.shape, bytes: file.read(tensor))
    }
    let path = folder.path + "/tiny.gguf"
    try writer.write(to: path)
    return path
  }
}
