import FuzzDriver
import Interface
import Screen

/// What a model may write: shown while it comes in pieces, and whole; both look the same in the end.
runFuzzer { input in
  guard input.count > 2 else { return }
  let step = Int(input[0] & 15) + 1
  let size = Size(width: Int(input[1] % 64) + 8, height: 12)
  let text = String(decoding: input.dropFirst(2), as: UTF8.self)
  // Seldom, for it takes long: behind a line so long that it is read in pieces.
  let isLong = input[1] & 0xFC == 0xFC
  let whole = drawn(text, pieceLength: text.unicodeScalars.count + 1, size, isLong: isLong)
  let pieces = drawn(text, pieceLength: step, size, isLong: isLong)
  precondition(whole.last == pieces.last, "the frame depends on the cuts")
}

/// The end of a reply that came in pieces; of a whole one also with something selected and searched for.
func drawn(_ text: String, pieceLength: Int, _ size: Size, isLong: Bool) -> [Frame] {
  var transcript = Transcript()
  transcript.append(TranscriptMessage(id: "a", role: .assistant, text: "", thought: "", isStreaming: true))
  if isLong { transcript.appendText(String(repeating: "x ", count: 2050), to: "a") }
  let scalars = Array(text.unicodeScalars)
  var number = 0
  for start in stride(from: 0, to: scalars.count, by: pieceLength) {
    let piece = String(String.UnicodeScalarView(scalars[start..<min(start + pieceLength, scalars.count)]))
    transcript.appendText(piece, to: "a")
    number += 1
    if number.isMultiple(of: 16) { _ = frame(&transcript, size) }
  }
  transcript.update(TranscriptMessage(id: "a", role: .assistant, text: (transcript.message("a")?.text ?? "")))
  guard pieceLength > scalars.count else { return [frame(&transcript, size)] }
  transcript.selectCode(by: -1)
  _ = transcript.selectedText()
  transcript.search(String(text.prefix(2)))
  var frames = [frame(&transcript, size)]
  transcript.search(nil)
  transcript.select(nil)
  transcript.scrollToEnd()
  frames.append(frame(&transcript, size))
  for frame in frames {
    precondition(
      frame.cells.allSatisfy { cell in
        cell.text.unicodeScalars.allSatisfy { $0.value >= 32 && !(0x7F...0x9F).contains($0.value) }
      }, "a control character is drawn")
  }
  return frames
}

func frame(_ transcript: inout Transcript, _ size: Size) -> Frame {
  var frame = Frame(size)
  transcript.render(into: &frame, rect: Rect(x: 0, y: 0, width: size.width, height: size.height))
  return frame
}
