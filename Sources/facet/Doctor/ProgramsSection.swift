import Chat
import Media

/// The programs that facet can use where they are installed.
struct ProgramsSection: DoctorSection, Equatable {
  struct Program: Sendable, Equatable {
    var name: String
    /// The package that holds it, as Debian calls it.
    var package: String
    /// What does not work without it.
    var purpose: String
    var path: String?
    /// Whether nobody would miss it here: without a desktop there is no clipboard.
    var isPointless = false
  }

  var programs: [Program]

  static func current(_ environment: [String: String]) -> ProgramsSection {
    func isSet(_ name: String) -> Bool { !(environment[name] ?? "").isEmpty }
    let isWayland = isSet("WAYLAND_DISPLAY")
    let isX11 = isSet("DISPLAY")
    let known = [
      Program(name: "ffmpeg", package: "ffmpeg", purpose: "pictures and recordings in less common formats"),
      Program(name: "rsvg-convert", package: "librsvg2-bin", purpose: "drawings in SVG"),
      Program(name: "dot", package: "graphviz", purpose: "graphs in Graphviz's language"),
      Program(name: "pdftotext", package: "poppler-utils", purpose: "the text of PDF files"),
      Program(name: "pdftoppm", package: "poppler-utils", purpose: "pages of PDF files as pictures"),
      Program(
        name: "wl-paste", package: "wl-clipboard", purpose: "the clipboard under Wayland", isPointless: !isWayland),
      Program(
        name: "xclip", package: "xclip", purpose: "the clipboard under X11", isPointless: isWayland || !isX11),
    ]
    return ProgramsSection(
      programs: known.map { program in
        var program = program
        program.path = ProgramPath.find(program.name)
        return program
      })
  }

  let title = "Other programs"
  let key = "programs"

  var rows: [DoctorRow] {
    programs.map { program in
      DoctorRow(program.name, program.path ?? (program.isPointless ? "not installed, and not needed here" : "missing"))
    }
  }

  var json: JSONValue {
    .object(JSONObject(programs.map { ($0.name, $0.path.map { .string($0) } ?? .null) }))
  }

  var findings: [DoctorFinding] {
    programs.filter { $0.path == nil && !$0.isPointless }.map { program in
      .advice("\(program.name) is missing, which is needed for \(program.purpose); install \(program.package)")
    }
  }
}
