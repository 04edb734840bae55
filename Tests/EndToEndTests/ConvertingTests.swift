import Foundation
import Testing

extension EndToEnd {
  /// Files that other programs turn into pictures and text.
  @Suite struct Converting {
    /// Drops a file on the chat, waits for the chip, and lets the model read it.
    private func drop(_ text: String, as name: String, chip: String) async throws {
      let home = try ChatHome(maximumTokens: 20, seesAndHears: true)
      let path = try home.folder.write(Data(text.utf8), named: "home/" + name)
      let chat = try await ChatSession.ready(home)
      try chat.terminal.paste(path)
      try await chat.terminal.wait(for: "the chip \(chip)") { $0.composer.contains(chip) }
      try await chat.say("What does it say?")
      try await chat.terminal.wait(for: "it reached the most tokens")
      #expect(try await chat.leave() == 0)
    }

    @Test func aTextIsADocument() async throws {
      try await drop("A few words.\n", as: "notes.txt", chip: "⟦Document 1: notes.txt⟧")
    }

    @Test(.enabled(if: Tool("rsvg-convert").isThere, "needs rsvg-convert"))
    func aDrawingIsAPicture() async throws {
      let drawing = """
        <svg xmlns="http://www.w3.org/2000/svg" width="80" height="60"><circle cx="40" cy="30" r="20" fill="red"/></svg>
        """
      try await drop(drawing, as: "drawing.svg", chip: "⟦Picture 1: drawing.svg⟧")
    }

    @Test(.enabled(if: Tool("dot").isThere, "needs dot, of Graphviz"))
    func aGraphIsAPicture() async throws {
      try await drop("digraph { model -> reply }\n", as: "flow.dot", chip: "⟦Picture 1: flow.dot⟧")
    }

    @Test(.enabled(if: Tool("pdftotext").isThere, "needs pdftotext"))
    func aPDFFileWithTextIsADocument() async throws {
      let words = "Words that stand on a page, more than a few of them."
      try await drop(Self.page(words), as: "page.pdf", chip: "⟦Document 1: page.pdf⟧")
    }

    @Test(.enabled(if: Tool("pdftotext").isThere && Tool("pdftoppm").isThere, "needs pdftotext and pdftoppm"))
    func aPDFFileWithoutTextIsAPicture() async throws {
      try await drop(Self.page(""), as: "scan.pdf", chip: "⟦Picture 1: scan.pdf")
    }

    /// A PDF file with one page.
    private static func page(_ words: String) -> String {
      let content = "BT /F1 12 Tf 20 100 Td (\(words)) Tj ET"
      let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 200] /Contents 4 0 R "
          + "/Resources << /Font << /F1 5 0 R >> >> >>",
        "<< /Length \(content.utf8.count) >>\nstream\n\(content)\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
      ]
      var file = "%PDF-1.4\n"
      var places: [Int] = []
      for (index, object) in objects.enumerated() {
        places.append(file.utf8.count)
        file += "\(index + 1) 0 obj\n\(object)\nendobj\n"
      }
      let start = file.utf8.count
      file += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
      for place in places { file += String(format: "%010d 00000 n \n", place) }
      return file + "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n"
    }
  }
}
