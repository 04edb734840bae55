import Chat
import FuzzDriver
import Remote

/// What a server may answer: read whole and in pieces, which must come to the same.
runFuzzer { input in
  guard let cut = input.first, let address = ServerAddress("http://server") else { return }
  let bytes = Array(input.dropFirst())
  let whole = outcome(bytes, piece: max(1, bytes.count), address)
  precondition(outcome(bytes, piece: Int(cut & 15) + 1, address) == whole, "the events depend on the cuts")
}

/// The events of a body, neighbouring texts joined, or that there was an error: events of the same piece are not given then.
func outcome(_ bytes: [UInt8], piece: Int, _ address: ServerAddress) -> [ReplyEvent]? {
  var reader = ReplyReader(address)
  var events: [ReplyEvent] = []
  do {
    for start in stride(from: 0, to: bytes.count, by: piece) {
      events += try reader.append(bytes[start..<min(start + piece, bytes.count)])
    }
    events += try reader.finish()
  } catch {
    precondition(!error.description.contains("\n"))
    return nil
  }
  return events.reduce(into: []) { result, event in
    switch (result.last, event) {
    case (.thought(let before)?, .thought(let text)): result[result.count - 1] = .thought(before + text)
    case (.answer(let before)?, .answer(let text)): result[result.count - 1] = .answer(before + text)
    default: result.append(event)
    }
  }
}
