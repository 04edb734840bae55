import Engine
import Testing

@Suite struct MarkerScannerTests {
  private func scan(_ pieces: [[UInt8]]) -> [MarkerScanner.Piece] {
    var scanner = MarkerScanner()
    var result = pieces.flatMap { scanner.append($0) }
    result += scanner.finish()
    return joined(result)
  }

  private func joined(_ pieces: [MarkerScanner.Piece]) -> [MarkerScanner.Piece] {
    pieces.reduce(into: []) { result, piece in
      if case .text(let text) = piece, case .text(let before)? = result.last {
        result[result.count - 1] = .text(before + text)
      } else {
        result.append(piece)
      }
    }
  }

  @Test func findsMarkers() {
    #expect(
      scan([Array("<|channel>thought\nHm<channel|>a<b <|turn <|\"|><turn|>".utf8)]) == [
        .marker("<|channel>"), .text("thought\nHm"), .marker("<channel|>"), .text("a<b <|turn "), .marker("<|\"|>"),
        .marker("<turn|>"),
      ])
  }

  @Test func givesTextAsSoonAsItIsCertain() {
    var scanner = MarkerScanner()
    #expect(scanner.append(Array("ab<|tu".utf8)) == [.text("ab")])
    #expect(scanner.append(Array("x".utf8)) == [.text("<|tux")])
    #expect(scanner.append([0xC3]) == [])
    #expect(scanner.append([0xA9]) == [.text("é")])
    #expect(scanner.append([0xF0, 0x9F]) == [])
    #expect(scanner.finish() == [.text("\u{FFFD}")])
  }

  @Test func isTheSameHoweverTheBytesAreCut() {
    var bytes = Array("é<|channel>日<<turn|>😀<|tool_call><|\"|>x<|".utf8)
    // Broken UTF-8 of every kind: lone, overlong, surrogate, too large, cut off before a marker.
    bytes +=
      [0x80, 0xC0, 0xAF, 0xE0, 0x80, 0xED, 0xA0, 0x80, 0xF4, 0x90, 0x80, 0xF0, 0x9F, 0xE2, 0x82] + Array("<turn|>".utf8)
      + [0xF5, 0xE2]
    let whole = scan([bytes])
    #expect(scan(bytes.map { [$0] }) == whole)
    for first in 0...bytes.count {
      for second in first...bytes.count where (second - first) % 3 == 0 {
        let cut = scan([Array(bytes[..<first]), Array(bytes[first..<second]), Array(bytes[second...])])
        #expect(cut == whole, "cut at \(first) and \(second)")
      }
    }
  }
}
