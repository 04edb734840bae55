import Chat
import Engine
import Foundation
import FuzzDriver

/// What a model, a server or a conversation file may hold: read as a reply, cut and uncut, as a tool call, and as a conversation.
runFuzzer { input in
  guard let cut = input.first else { return }
  let bytes = Array(input.dropFirst())
  readReply(bytes, pieceLength: Int(cut & 15) + 1)
  readConversation(bytes)
}

func readReply(_ bytes: [UInt8], pieceLength: Int) {
  var scanner = MarkerScanner()
  let pieces = scanner.append(bytes) + scanner.finish()
  let whole = events(of: pieces)

  var cutScanner = MarkerScanner()
  var cutPieces: [MarkerScanner.Piece] = []
  for start in stride(from: 0, to: bytes.count, by: pieceLength) {
    cutPieces += cutScanner.append(bytes[start..<min(start + pieceLength, bytes.count)])
  }
  cutPieces += cutScanner.finish()
  precondition(joined(events(of: cutPieces)) == joined(whole), "the events depend on the cuts")

  for event in whole {
    // Its keys may hold anything, so that it need not be read back as the same; but it is read or refused.
    if case .toolCall(let call) = event { _ = try? ToolCallSyntax.call(from: ToolCallSyntax.pieces(of: call)) }
  }
  let prompt = pieces.map { piece -> PromptPiece in
    switch piece {
    case .text(let text): .text(text)
    case .marker(let name): .marker(name)
    }
  }
  _ = try? ToolCallSyntax.call(from: prompt)
}

func events(of pieces: [MarkerScanner.Piece]) -> [ReplyEvent] {
  var parser = ReplyParser()
  var result = pieces.flatMap { parser.append($0) }
  result += parser.finish()
  return result
}

func joined(_ events: [ReplyEvent]) -> [ReplyEvent] {
  events.reduce(into: []) { result, event in
    switch (result.last, event) {
    case (.thought(let before)?, .thought(let text)): result[result.count - 1] = .thought(before + text)
    case (.answer(let before)?, .answer(let text)): result[result.count - 1] = .answer(before + text)
    default: result.append(event)
    }
  }
}

func readConversation(_ bytes: [UInt8]) {
  guard let value = try? JSONValue(parsing: bytes) else { return }
  guard let again = try? JSONValue(parsing: value.text), again == value else {
    preconditionFailure("JSON is not read back as it was written")
  }
  do {
    let request = try OpenAIRequest(value) { kind, path, budget in
      Attachment(kind: kind, id: path, path: path, name: path, budget: budget, text: kind == .document ? path : nil)
    }
    let pieces = TurnFormat.pieces(of: request.conversation, addGenerationPrompt: request.addGenerationPrompt)
    precondition(TurnFormat.rendering(of: pieces).utf8.starts(with: "<bos>".utf8))
  } catch {
    precondition(!"\(error)".isEmpty)
  }
}
