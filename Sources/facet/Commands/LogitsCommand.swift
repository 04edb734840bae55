import Chat
import Engine
import Foundation
import Media

/// `facet logits`: the logits of all positions, for holding the engine against others.
enum LogitsCommand {
  static func run(_ arguments: ParsedArguments, _ surroundings: Surroundings) async throws {
    guard let tokensPath = arguments.text(.tokens) else {
      throw ArgumentError.missingOption(.logits, .tokens, placeholder: "FILE")
    }
    guard let outputPath = arguments.text(.output) else {
      throw ArgumentError.missingOption(.logits, .output, placeholder: "FILE")
    }
    let model = try ModelPaths.model(arguments, surroundings)
    let tokens = try tokens(in: TextInput.bytes(path: tokensPath), name: TextInput.name(of: tokensPath))
    let pictures = try arguments.texts(.image).map { try PictureReader.read(path: $0) }
    let recordings = try arguments.texts(.audio).map { try SoundReader.read(path: $0) }
    let projector = try ModelPaths.projector(
      arguments, surroundings, model: model, hasMedia: !pictures.isEmpty || !recordings.isEmpty)
    var options = RunRequest.engine(arguments)
    options.context = tokens.count
    // Other programs, which this is held against, keep them so.
    options.kvFormat = arguments.kvFormat ?? .f16

    let progress = ProgressLine(.errors, traits: surroundings.errors)
    let erasing = Interruption.shared.whenEnding { progress.erase() }
    defer {
      progress.erase()
      Interruption.shared.forget(erasing)
    }
    // Opened first: whether there is a place to write is worth knowing before the model is loaded.
    let file = try WholeFile(path: outputPath)
    do {
      let assistant = try await LocalAssistant.load(
        model: model, projector: projector, options: options,
        progress: { progress.show("Loading", done: $0, of: 1) })
      progress.erase()
      try await assistant.logits(
        tokens: tokens, pictures: pictures, recordings: recordings, budget: arguments.integer(.budget) ?? 280,
        consume: { try file.output.write(UnsafeRawBufferPointer($0)) })
    } catch {
      file.discard()
      throw error
    }
    try file.commit()
  }

  /// The token ids of a JSON array.
  static func tokens(in bytes: [UInt8], name: String) throws(InputError) -> [Int] {
    let value: JSONValue
    do {
      value = try JSONValue(parsing: bytes)
    } catch {
      throw .notJSON(name: name, reason: error.description)
    }
    guard let array = value.asArray else { throw .notTokens(name: name, position: nil) }
    if array.isEmpty { throw .noTokens(name: name) }
    var tokens: [Int] = []
    for (position, element) in array.enumerated() {
      guard let token = element.asInteger, token >= 0 else { throw .notTokens(name: name, position: position) }
      tokens.append(token)
    }
    return tokens
  }
}
