import FuzzDriver
import Terminal

/// Decodes bytes whole, byte by byte and in pieces; the events must be the same, and silence must end all waiting.
runFuzzer { bytes in
  guard let first = bytes.first else { return }
  let input = Array(bytes.dropFirst())
  var whole = KeyDecoder()
  let expected = whole.append(input)
  for length in [1, Int(first & 15) + 2] {
    var decoder = KeyDecoder()
    var events: [TerminalInput] = []
    for start in stride(from: 0, to: input.count, by: length) {
      events += decoder.append(input[start..<min(start + length, input.count)])
    }
    precondition(events == expected, "the events depend on the cuts")
    precondition(decoder.isWaiting == whole.isWaiting)
    for _ in 0..<100 where decoder.isWaiting { events += decoder.timeout() }
    precondition(!decoder.isWaiting, "silence does not end the waiting")
  }
}
