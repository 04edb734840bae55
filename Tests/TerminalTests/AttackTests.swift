import Foundation
import Screen
import Terminal
import TestSupport
import Testing

extension TerminalSessionTests {
  /// Known attacks are painted, and what comes out at the terminal is nothing but text and what painting needs.
  @Suite struct AttackTests {
    private func written(_ locale: String, _ paint: (TerminalSession) -> Void) throws -> [UInt8] {
      let terminal = try PseudoTerminal(columns: 80, rows: 24)
      defer { terminal.hangUp() }
      setenv("LC_ALL", locale, 1)
      defer { setenv("LC_ALL", "C.UTF-8", 1) }
      var options = TerminalSession.Options()
      options.probes = false
      let session = try TerminalSession(
        input: terminal.side, output: terminal.side,
        environment: ["TERM": "xterm-256color", "COLORTERM": "truecolor"], options: options)
      paint(session)
      var last = Frame(session.size)
      last.put("done!", at: Point(x: 0, y: 23), Style(.text))
      session.paint(last, theme: .monochrome)
      session.close()
      _ = terminal.output(until: "\u{1B}[?1049l")
      return terminal.bytes
    }

    /// Frames full of attacks: as text, and cell by cell.
    private func paintAll(_ session: TerminalSession) {
      for attack in Attack.known + Attack.floods.filter({ $0.text.utf8.count < 300_000 }) {
        var frame = Frame(session.size)
        let text = SafeText(attack.text)
        for (y, line) in text.string.split(separator: "\n").prefix(12).enumerated() {
          frame.put(SafeText(String(line)), at: Point(x: 0, y: y), Style(.text))
        }
        frame.put(text, at: Point(x: -3, y: 14), Style(.code, .bold))
        for (x, character) in attack.text.prefix(40).enumerated() {
          frame[Point(x: x * 2, y: 16)] = Frame.Cell(String(character), Style(.text))
          frame[Point(x: 79 - x, y: 18)] = Frame.Cell(String(character), Style(.text, foreground: Color(0, 0, 1)))
        }
        frame[Point(x: 0, y: 20)] = Frame.Cell(attack.text, Style(.text))
        session.paint(frame, theme: .monochrome)
      }
    }

    @Test func nothingButPaintingIsWritten() throws {
      let output = try written("C.UTF-8", paintAll)
      #expect(OutputCheck(output).faults.isEmpty)
      #expect(String(decoding: output, as: UTF8.self).contains("␛"), "the marks are seen")
    }

    @Test func withoutUTF8OnlyASCIIIsWritten() throws {
      let output = try written("C", paintAll)
      #expect(OutputCheck(output).faults.isEmpty)
      #expect(output.allSatisfy { $0 < 0x80 })
    }

    @Test func whatIsPaintedStandsWhereItWasPut() throws {
      for group in stride(from: 0, to: Attack.known.count, by: 22) {
        var frame = Frame(Size(width: 80, height: 24))
        // A reader that adds up scalars, as many terminals do, is of another mind about emoji and some scripts.
        let attacks = Attack.known[group..<min(group + 22, Attack.known.count)].filter {
          $0.name != "flags and families"
        }
        for (y, attack) in attacks.enumerated() {
          frame.put(SafeText(oneLine: attack.text), at: Point(x: 0, y: y), Style(.text))
          frame.put("|", at: Point(x: 79, y: y), Style(.text))
        }
        var reader = ScreenReader(width: 80, height: 24)
        frame.put("painted!", at: Point(x: 0, y: 23), Style(.text))
        let output = try written("C.UTF-8") { $0.paint(frame, theme: .monochrome) }
        let text = String(decoding: output, as: UTF8.self)
        let end = try #require(text.range(of: "painted!"))
        reader.read(String(text[..<end.upperBound]))
        for (y, attack) in attacks.enumerated() { #expect(reader.cells[y][79] == "|", "\(attack)") }
        #expect(reader.lines[23] == "painted!")
      }
    }

    @Test func theCheckFindsWhatAttacksAreMadeOf() {
      let strings = Attack.known.filter { attack in
        ["]", "P", "_", "^", "X"].contains { attack.text.contains("\u{1B}" + $0) }
      }
      #expect(strings.count > 20)
      for attack in strings { #expect(!OutputCheck(Array(attack.text.utf8)).faults.isEmpty, "\(attack)") }
    }
  }
}
