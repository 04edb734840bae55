import Foundation
import Testing

@testable import Media

@Suite struct ConversionTests {
  private let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "facet-conversion-\(getpid())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  private func write(_ text: String, _ name: String) throws -> String {
    try write(Array(text.utf8), name)
  }

  private func write(_ bytes: [UInt8], _ name: String) throws -> String {
    let path = folder + "/" + name
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return path
  }

  private func picture(_ png: [UInt8]) throws -> PixelImage {
    try png.withUnsafeBytes { try PictureReader.read($0, name: "made") }
  }

  private static func has(_ program: String) -> Bool { ProgramPath.find(program) != nil }

  @Test(.enabled(if: has("rsvg-convert"), "needs rsvg-convert")) func aDrawingBecomesAPicture() throws {
    let svg =
      "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='20'><rect width='20' height='20' fill='red'/></svg>"
    var conversion = Conversion()
    conversion.side = 200
    let image = try picture(try conversion.picture(ofSVG: try write(svg, "-a b.svg")))
    #expect(image.width == 200)
    #expect(image.height == 100)
    #expect(Array(image.rgb[0..<3]) == [255, 0, 0])
    #expect(Array(image.rgb[(150 * 3)..<(150 * 3 + 3)]) == [255, 255, 255])
    let path = try write("<svg", "broken.svg")
    #expect(throws: ConversionError.self) { try conversion.picture(ofSVG: path) }
  }

  @Test(.enabled(if: has("dot"), "needs dot")) func aGraphBecomesAPicture() throws {
    let image = try picture(try Conversion().picture(ofGraph: try write("digraph { a -> b }", "g.dot")))
    #expect(image.width > 20 && image.height > image.width)
  }

  @Test(.enabled(if: has("pdftoppm") && has("rsvg-convert"), "needs pdftoppm and rsvg-convert"))
  func aPageBecomesAPictureAndText() throws {
    let svg =
      "<svg xmlns='http://www.w3.org/2000/svg' width='200' height='100'><text x='10' y='50'>Hello facet</text></svg>"
    let conversion = Conversion()
    let pdf = try conversion.run(
      "rsvg-convert", package: "librsvg2-bin", purpose: "", on: try write(svg, "t.svg"), arguments: ["--format=pdf"])
    let path = try write(pdf, "t.pdf")
    #expect(try conversion.pageCount(ofPDF: path) == 1)
    #expect(try conversion.text(ofPDF: path).contains("Hello facet"))
    #expect(try picture(try conversion.picture(ofPDF: path, page: 1)).width == conversion.side)
    #expect(throws: ConversionError.self) { try conversion.picture(ofPDF: path, page: 2) }
  }

  @Test func aMissingProgramIsNamedWithItsPackage() throws {
    var conversion = Conversion()
    conversion.programFolders = [folder + "/nothing"]
    let path = try write("digraph {}", "m.dot")
    #expect(
      throws: ConversionError.programMissing(program: "dot", package: "graphviz", purpose: "Showing Graphviz files")
    ) { try conversion.picture(ofGraph: path) }
    let clipboard = Clipboard(environment: ["WAYLAND_DISPLAY": "w"], programFolders: [folder + "/nothing"])
    do {
      _ = try clipboard.picture()
      Issue.record("no error")
    } catch {
      #expect("\(error)" == "Pasting from the clipboard needs wl-paste, install it with: sudo apt install wl-clipboard")
    }
    #expect(throws: ConversionError.noClipboard) { try Clipboard(environment: [:]).picture() }
    #expect(throws: ConversionError.noClipboard) { try Clipboard(environment: [:]).copy("x") }
  }

  @Test func aProgramIsEndedWhenItTakesTooLongOrGivesTooMuch() throws {
    let bin = folder + "/bin"
    try FileManager.default.createDirectory(atPath: bin, withIntermediateDirectories: true)
    var conversion = Conversion()
    conversion.programFolders = [bin]
    conversion.seconds = 0.3
    conversion.bytes = 1000
    let path = try write("x", "x")
    try place("exec sleep 20", "dot", in: bin)
    #expect(throws: ConversionError.tooSlow(name: path, program: "dot", seconds: 0.3)) {
      try conversion.picture(ofGraph: path)
    }
    try place("exec cat /dev/zero", "rsvg-convert", in: bin)
    #expect(throws: ConversionError.tooMuch(name: path, program: "rsvg-convert", bytes: 1000)) {
      try conversion.picture(ofSVG: path)
    }
    try place("echo 'no good' >&2; exit 3", "pdftotext", in: bin)
    #expect(throws: ConversionError.failed(name: path, program: "pdftotext", detail: "no good")) {
      try conversion.text(ofPDF: path)
    }
    // A clipboard that holds a picture, as wl-paste shows it.
    try place("case \"$1\" in --list-types) echo text/html; echo image/png;; *) printf PNG;; esac", "wl-paste", in: bin)
    #expect(try Clipboard(environment: ["WAYLAND_DISPLAY": "w"], programFolders: [bin]).picture() == Array("PNG".utf8))
    try place("cat > \(folder)/copied", "wl-copy", in: bin)
    try Clipboard(environment: ["WAYLAND_DISPLAY": "w"], programFolders: [bin]).copy("grüße; $(x)")
    #expect(try String(contentsOfFile: folder + "/copied", encoding: .utf8) == "grüße; $(x)")
  }

  @Test func whereNoDesktopTakesATextTmuxDoes() throws {
    let bin = folder + "/tmux-bin"
    try FileManager.default.createDirectory(atPath: bin, withIntermediateDirectories: true)
    func copy(_ environment: [String: String]) throws -> Clipboard.Place {
      try Clipboard(environment: environment, programFolders: [bin]).copy("grüße; $(x)")
    }
    // Without tmux the terminal is asked.
    #expect(throws: ConversionError.noClipboard) { try copy(["TMUX": "/tmp/tmux"]) }
    try place("[ \"$*\" = \"load-buffer -w -\" ] && cat > \(folder)/tmux", "tmux", in: bin)
    #expect(throws: ConversionError.noClipboard) { try copy([:]) }
    #expect(try copy(["TMUX": "/tmp/tmux"]) == .tmux)
    #expect(try String(contentsOfFile: folder + "/tmux", encoding: .utf8) == "grüße; $(x)")
    // A display that is gone, as in a session that was begun elsewhere.
    try place("exit 1", "xclip", in: bin)
    #expect(try copy(["TMUX": "/tmp/tmux", "DISPLAY": ":0"]) == .tmux)
    try place("cat > \(folder)/wayland", "wl-copy", in: bin)
    #expect(try copy(["TMUX": "/tmp/tmux", "WAYLAND_DISPLAY": "w"]) == .desktop)
    // A tmux that does not know the option.
    try place("exit 1", "tmux", in: bin)
    #expect(throws: ConversionError.noClipboard) { try copy(["TMUX": "/tmp/tmux"]) }
  }

  /// Makes a program of a script for the shell.
  ///
  /// Copied by another program: a file that this process has open for writing cannot be run, and neither can one that a child started
  /// meanwhile by another test has inherited.
  private func place(_ script: String, _ name: String, in bin: String) throws {
    let source = "\(bin)/\(name).sh"
    try Data("#!/bin/sh\n\(script)".utf8).write(to: URL(fileURLWithPath: source))
    chmod(source, 0o755)
    var copying = Conversion()
    copying.programFolders = ["/bin"]
    _ = try copying.run(
      "cp", package: "coreutils", purpose: "", on: source,
      arguments: ["--preserve=mode", source, bin + "/" + name])
  }

  @Test func theTerminalIsAskedWithEncodedText() {
    #expect(Clipboard.terminalSequence(copying: "a\u{1B}") == Array("\u{1B}]52;c;YRs=\u{1B}\\".utf8))
    #expect(Clipboard.terminalSequence(copying: String(repeating: "x", count: 100_000)) == nil)
  }

  @Test func aDocumentIsCutVisibly() throws {
    let text = (1...100).map { "line \($0) ä\n" }.joined()
    let whole = try ConversionDocument(path: try write("\u{FEFF}" + text, "a.txt"))
    #expect(whole.text == text)
    #expect(whole.bytesLeftOut == 0)
    for limit in 50..<60 {
      let cut = try ConversionDocument(path: try write(text, "b.txt"), limit: limit)
      #expect(cut.text.hasPrefix("line 1 ä\nline 2 ä\n"))
      #expect(cut.text.hasSuffix("[… cut here: \(cut.bytesLeftOut) of \(text.utf8.count) bytes left out]\n"))
      #expect(cut.bytesLeftOut >= text.utf8.count - limit)
    }
    let long = ConversionDocument(text: String(repeating: "ä", count: 1000), name: "x", limit: 101)
    #expect(long.text.hasPrefix(String(repeating: "ä", count: 50) + "\n["))
    let binary = try write([0x7F, 0x45, 0x4C, 0x46, 0, 1], "c.bin")
    #expect(throws: ConversionError.notText(name: binary)) { try ConversionDocument(path: binary) }
    #expect(ConversionDocument.isText(Array("a\u{1F600}".utf8.dropLast())))
    #expect(ConversionDocument.isText(Array("\u{1B}[31mred\u{1B}[0m and plain words enough".utf8)))
    #expect(!ConversionDocument.isText([0x61, 0xFF, 0x62, 0x63]))
    #expect(!ConversionDocument.isText([1, 2, 3, 4]))
  }

  @Test func aPreviewIsTheMeanOfTheAreas() throws {
    let rgb = (0..<8 * 4).flatMap { place -> [UInt8] in place % 2 == 0 ? [200, 0, 100] : [100, 0, 0] }
    let image = try PixelImage(width: 8, height: 4, rgb: rgb)
    let small = try Preview.cells(of: image, columns: 4, rows: 10)
    #expect(small.width == 4 && small.height == 2)
    #expect(small.rgb == (0..<8).flatMap { _ in [150, 0, 50] as [UInt8] })
    #expect(try Preview.cells(of: image, columns: 80, rows: 40) == image)
    let thin = try Preview.cells(of: image, columns: 3, rows: 1)
    #expect(thin.width == 3 && thin.height == 2)
    let long = try PixelImage(width: 1000, height: 1, rgb: [UInt8](repeating: 7, count: 3000))
    let line = try Preview.cells(of: long, columns: 7, rows: 3)
    #expect(line.width == 7 && line.height == 1 && line.rgb.allSatisfy { $0 == 7 })
  }

  @Test func barsFollowTheLoudness() {
    let samples = [Float](repeating: 0, count: 100) + [Float](repeating: 0.4, count: 100)
    #expect(Preview.bars(of: Waveform(samples: samples), count: 2) == [0, 1])
    #expect(Preview.bars(of: Waveform(samples: []), count: 3) == [0, 0, 0])
    #expect(Preview.bars(of: Waveform(samples: samples), count: 0).isEmpty)
  }
}
