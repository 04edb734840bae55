import Foundation

/// Files that other programs turn into pictures or text: SVG, Graphviz and PDF.
///
/// The programs are looked for when they are needed, get their arguments without a shell and the file as their standard input where they can read
/// it from there, and are ended when they take too long or give too much.
public struct Conversion: Sendable {
  /// How long one program may take, in seconds.
  public var seconds = 30.0
  /// The longest result, in bytes.
  public var bytes = 64_000_000
  /// The longest side of a picture that is made, in pixels.
  public var side = 1_536
  /// The folders in which programs are looked for; nil for those of `PATH`.
  public var programFolders: [String]?

  /// Standard limits, to be changed one by one.
  public init() {}

  /// A drawing in SVG as a PNG file, on white.
  public func picture(ofSVG path: String) throws(ConversionError) -> [UInt8] {
    try run(
      "rsvg-convert", package: "librsvg2-bin", purpose: "Showing SVG", on: path,
      arguments: [
        "--format=png", "--keep-aspect-ratio", "--width=\(side)", "--height=\(side)", "--background-color=white",
      ])
  }

  /// A graph in the language of Graphviz as a PNG file.
  public func picture(ofGraph path: String) throws(ConversionError) -> [UInt8] {
    // The size is in inches of 96 points; larger graphs are scaled down, smaller ones stay.
    let inches = Double(side) / 96
    return try run(
      "dot", package: "graphviz", purpose: "Showing Graphviz files", on: path,
      // No file that the graph names is read: its pictures may lie anywhere.
      arguments: ["-Tpng", "-Gdpi=96", "-Gsize=\(inches),\(inches)", "-Gimagepath=/nonexistent"])
  }

  /// One page of a PDF file as a PNG file, pages counted from 1.
  public func picture(ofPDF path: String, page: Int) throws(ConversionError) -> [UInt8] {
    let png = try run(
      "pdftoppm", package: "poppler-utils", purpose: "Showing PDF", on: path,
      arguments: ["-png", "-f", "\(page)", "-l", "\(page)", "-scale-to", "\(side)", "-"])
    guard png.isEmpty else { return png }
    throw .noSuchPage(name: path, page: page, pages: try pageCount(ofPDF: path))
  }

  /// The text of a PDF file, pages separated by form feeds, in the layout of the page.
  public func text(ofPDF path: String) throws(ConversionError) -> String {
    let bytes = try run(
      "pdftotext", package: "poppler-utils", purpose: "Reading PDF", on: path,
      arguments: ["-layout", "-enc", "UTF-8", "-", "-"])
    return String(decoding: bytes, as: UTF8.self)
  }

  /// How many pages a PDF file has.
  public func pageCount(ofPDF path: String) throws(ConversionError) -> Int {
    let bytes = try run(
      "pdfinfo", package: "poppler-utils", purpose: "Reading PDF", on: path, arguments: ["-"])
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") where line.hasPrefix("Pages:") {
      if let count = Int(line.dropFirst(6).trimmingCharacters(in: .whitespaces)) { return count }
    }
    throw .failed(name: path, program: "pdfinfo", detail: "no number of pages")
  }

  /// Runs a program with the file as its standard input, and gives what it writes.
  func run(
    _ program: String, package: String, purpose: String, on path: String, arguments: [String]
  ) throws(ConversionError) -> [UInt8] {
    let file: OpenFile
    do {
      file = try OpenFile(path: path, for: .picture, limit: MediaLimits.standard.pictureBytes)
    } catch let error as MediaError {
      throw .media(error)
    } catch {
      throw .failed(name: path, program: program, detail: "\(error)")
    }
    return try Self.plain(name: path, program: program, seconds: seconds) {
      try file.withDescriptor { descriptor in
        try run(program, package: package, purpose: purpose, name: path, input: descriptor, arguments: arguments)
      }
    }
  }

  /// Runs a program with a descriptor as its standard input.
  func run(
    _ program: String, package: String, purpose: String, name: String, input: Int32, arguments: [String]
  ) throws(ConversionError) -> [UInt8] {
    guard let executable = ProgramPath.find(program, in: programFolders) else {
      throw .programMissing(program: program, package: package, purpose: purpose)
    }
    return try Self.plain(name: name, program: program, seconds: seconds) {
      let process = try ExternalProgram(executable, arguments: arguments, input: input, seconds: seconds)
      guard let output = try process.rest(limit: bytes) else {
        throw ConversionError.tooMuch(name: name, program: program, bytes: bytes)
      }
      try process.finish()
      return output
    }
  }

  /// Runs a program that takes bytes and gives nothing back; what it leaves in the background goes on.
  func give(
    _ bytes: [UInt8], to program: String, package: String, purpose: String, name: String, arguments: [String]
  ) throws(ConversionError) {
    guard let executable = ProgramPath.find(program, in: programFolders) else {
      throw .programMissing(program: program, package: package, purpose: purpose)
    }
    try Self.plain(name: name, program: program, seconds: seconds) {
      // A nameless file: a pipe would have to be filled while the program runs.
      guard let file = tmpfile() else { throw ExternalProgram.Problem.notStarted(errorNumber: errno) }
      defer { fclose(file) }
      guard fwrite(bytes, 1, bytes.count, file) == bytes.count, fflush(file) == 0 else {
        throw ExternalProgram.Problem.notStarted(errorNumber: errno)
      }
      rewind(file)
      try ExternalProgram.perform(executable, arguments: arguments, input: fileno(file), seconds: seconds)
    }
  }

  private static func plain<Result>(
    name: String, program: String, seconds: Double, _ body: () throws -> Result
  ) throws(ConversionError) -> Result {
    do {
      return try body()
    } catch let error as ConversionError {
      throw error
    } catch ExternalProgram.Problem.tooSlow {
      throw .tooSlow(name: name, program: program, seconds: seconds)
    } catch ExternalProgram.Problem.failed(let message) {
      throw .failed(name: name, program: program, detail: message)
    } catch ExternalProgram.Problem.notStarted(let errorNumber) {
      throw .failed(name: name, program: program, detail: String(cString: strerror(errorNumber)))
    } catch {
      throw .failed(name: name, program: program, detail: "\(error)")
    }
  }
}

/// Where programs lie.
package enum ProgramPath {
  /// The first such program in the folders of `PATH`, of which relative ones do not count: nothing in the current folder is run.
  package static func find(_ program: String, in folders: [String]? = nil) -> String? {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
    return (folders ?? path.split(separator: ":").map(String.init))
      .filter { $0.hasPrefix("/") }
      .map { $0 + "/" + program }
      .first { candidate in
        var status = stat()
        return stat(candidate, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && access(candidate, X_OK) == 0
      }
  }
}
