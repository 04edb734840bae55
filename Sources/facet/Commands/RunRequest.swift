import Chat
import Engine
import Foundation
import Media

/// What `facet run` is asked to do, checked as far as is possible without the model.
struct RunRequest: Sendable {
  /// The model on this machine; nil where a server replies.
  var model: ModelSource?
  /// The server that replies.
  var server: ServerConnection?
  var projector: ModelSource?
  var drafter: ModelSource?
  var conversation: Conversation
  var options: ReplyOptions
  var engine: EngineOptions

  init(_ arguments: ParsedArguments, _ surroundings: Surroundings) throws {
    let file = ModelPaths.configuration(surroundings)
    try ServerChoice.check(arguments, file)
    server = try ServerChoice.server(arguments, surroundings, file)
    if server == nil { model = try ModelPaths.model(arguments, surroundings, file) }
    // A broken picture is reported now and not after the model has been loaded.
    let media = try Self.media(arguments)
    if let model {
      projector = try ModelPaths.projector(arguments, surroundings, model: model, hasMedia: !media.isEmpty)
      drafter = try ModelPaths.drafter(arguments, surroundings, file, model: model)
    }
    let documents = try arguments.texts(.file).map(Self.document)
    let prompt = try TextInput.text(operands: arguments.operands, surroundings, warn: surroundings.note)
    guard !(prompt ?? "").isBlank || !media.isEmpty || !documents.isEmpty else { throw ArgumentError.noPrompt }

    var messages: [Message] = []
    if let system = arguments.text(.system), !system.isBlank { messages.append(Message(.system, system)) }
    messages.append(.user(prompt ?? "", attachments: media + documents))
    conversation = Conversation(messages, isThinking: arguments.has(.think))
    options = Self.options(arguments)
    engine = Self.engine(arguments)
  }

  static func options(_ arguments: ParsedArguments) -> ReplyOptions {
    ReplyOptions(
      temperature: arguments.number(.temperature), topK: arguments.integer(.topK), topP: arguments.number(.topP),
      minP: arguments.number(.minP),
      repeatPenalty: arguments.number(.repeatPenalty) ?? ReplyOptions().repeatPenalty,
      seed: arguments.integer(.seed).map { UInt64($0) },
      maximumTokens: arguments.integer(.maxTokens))
  }

  static func engine(_ arguments: ParsedArguments) -> EngineOptions {
    var options = EngineOptions()
    if let context = arguments.integer(.context) { options.context = context }
    if let threads = arguments.integer(.threads) { options.threads = threads }
    options.kvFormat = arguments.kvFormat ?? .usual
    options.isDrafting = !arguments.has(.noDraft)
    return options
  }

  private static func media(_ arguments: ParsedArguments) throws -> [Attachment] {
    let budget = arguments.integer(.budget)
    let pictures = try arguments.texts(.image).map { path in
      _ = try PictureReader.read(path: path)
      return try Attachment(.picture, path: path, budget: budget)
    }
    let recordings = try arguments.texts(.audio).map { path in
      _ = try SoundReader.read(path: path)
      return try Attachment(.recording, path: path)
    }
    return pictures + recordings
  }

  private static func document(_ path: String) throws -> Attachment {
    do {
      return try Attachment(.document, path: path)
    } catch AttachmentError.notText(let path) {
      switch (path as NSString).pathExtension.lowercased() {
      case "png", "jpg", "jpeg", "webp", "gif", "bmp": throw InputError.pictureAsText(path: path)
      case "wav", "mp3", "flac", "ogg", "opus", "m4a": throw InputError.recordingAsText(path: path)
      default: throw AttachmentError.notText(path: path)
      }
    }
  }
}

extension String {
  /// Whether there is nothing but white space.
  var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
