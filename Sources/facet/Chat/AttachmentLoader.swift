import Chat
import Foundation
import Interface
import Media

/// Reads files that are to be attached: what they are, how large, and how they look.
struct AttachmentLoader: Sendable {
  /// The most pages that are attached at once.
  static let mostPages = 8
  /// The longest side of a preview, in pixels.
  private static let previewSide = 96
  /// A page with fewer characters than these is a picture of a page.
  private static let fewCharacters = 32

  /// Where files that are made from others are put, for the person alone.
  let folder: String
  /// The soft tokens that a picture may take; nil takes as few as scale nothing down.
  var pictureBudget: Int?
  /// The most soft tokens that the model takes of a picture; nil where nothing limits them.
  var largestBudget: Int?

  /// Reads a file; of a PDF file the text, and where there is hardly any, or where pages are named, those as pictures.
  func load(path: String, pages: ClosedRange<Int>? = nil) throws -> [AttachmentFacts] {
    let ending = (path as NSString).pathExtension.lowercased()
    let name = (path as NSString).lastPathComponent
    if ending == "pdf" { return try loadPDF(path, name: name, pages: pages) }
    guard pages == nil else { throw AttachmentLoaderError.noPages(name: name) }
    switch ending {
    case "svg", "svgz": return [try made(try Conversion().picture(ofSVG: path), name: name)]
    case "dot", "gv": return [try made(try Conversion().picture(ofGraph: path), name: name)]
    default: break
    }
    switch FileEnding.kind(of: path) {
    case .picture?: return [try picture(try Attachment(.picture, path: path))]
    case .recording?: return [try recording(try Attachment(.recording, path: path))]
    case .document?, nil: return [try document(path, name: name)]
    }
  }

  /// What is known of an attachment that lies in the store.
  func facts(of attachment: Attachment) throws -> AttachmentFacts {
    switch attachment.kind {
    case .picture: return try picture(attachment)
    case .recording: return try recording(attachment)
    case .document: return Self.document(attachment, bytesLeftOut: 0)
    }
  }

  /// A picture's pixels, scaled down until its longest side fits.
  func pixels(of attachment: Attachment, side: Int) throws -> PixelData {
    let image = try PictureReader.read(path: attachment.path)
    let small = try Preview.cells(of: image, columns: side, rows: (side + 1) / 2)
    return PixelData(width: small.width, height: small.height, rgb: small.rgb)
  }

  // MARK: Kinds

  private func picture(_ attachment: Attachment) throws -> AttachmentFacts {
    let image = try PictureReader.read(path: attachment.path)
    let choices = PictureBudget.choices(width: image.width, height: image.height, largest: largestBudget)
    var attachment = attachment
    attachment.budget =
      attachment.budget ?? pictureBudget ?? PictureBudget.best(width: image.width, height: image.height)
    let small = try Preview.cells(of: image, columns: Self.previewSide, rows: Self.previewSide / 2)
    return AttachmentFacts(
      attachment, size: "\(image.width)×\(image.height)",
      budgets: choices.map { .init(budget: $0.budget, tokens: $0.tokens, isWhole: $0.isWhole) },
      preview: PixelData(width: small.width, height: small.height, rgb: small.rgb))
  }

  private func recording(_ attachment: Attachment) throws -> AttachmentFacts {
    Self.recording(attachment, try SoundReader.read(path: attachment.path))
  }

  static func recording(_ attachment: Attachment, _ waveform: Waveform) -> AttachmentFacts {
    let seconds = Int(waveform.seconds.rounded(.up))
    return AttachmentFacts(
      attachment, size: "\(seconds / 60):\(seconds % 60 < 10 ? "0" : "")\(seconds % 60)", tokens: waveform.frameCount,
      bars: Preview.bars(of: waveform, count: 64))
  }

  private func document(_ path: String, name: String) throws -> AttachmentFacts {
    let document = try ConversionDocument(path: path)
    return Self.document(
      Attachment(document: document.text, name: name), bytesLeftOut: document.bytesLeftOut)
  }

  private static func document(_ attachment: Attachment, bytesLeftOut: Int) -> AttachmentFacts {
    let bytes = attachment.text?.utf8.count ?? 0
    let left =
      bytesLeftOut == 0 ? nil : "\(attachment.name) is long: its last \(Figures.bytes(bytesLeftOut)) are left out"
    // Four bytes a token is what text takes on average.
    return AttachmentFacts(attachment, size: Figures.bytes(bytes), tokens: (bytes + 3) / 4, remark: left)
  }

  /// A picture that another program made, kept in a file of its own.
  private func made(_ png: [UInt8], name: String) throws -> AttachmentFacts {
    let path = "\(folder)/\(UUID().uuidString).png"
    guard FileManager.default.createFile(atPath: path, contents: Data(png), attributes: [.posixPermissions: 0o600])
    else { throw AttachmentLoaderError.notWritten(folder: folder) }
    return try picture(try Attachment(.picture, path: path, name: name))
  }

  private func loadPDF(_ path: String, name: String, pages: ClosedRange<Int>?) throws -> [AttachmentFacts] {
    let conversion = Conversion()
    var wanted = pages
    if wanted == nil {
      let text = try conversion.text(ofPDF: path)
      let count = try conversion.pageCount(ofPDF: path)
      if text.count(where: { !$0.isWhitespace }) >= Self.fewCharacters * max(1, min(count, 4)) {
        let document = ConversionDocument(text: text, name: name)
        return [Self.document(Attachment(document: document.text, name: name), bytesLeftOut: document.bytesLeftOut)]
      }
      wanted = 1...max(1, min(count, Self.mostPages))
    }
    guard let wanted else { return [] }
    guard wanted.count <= Self.mostPages else {
      throw AttachmentLoaderError.tooManyPages(name: name, limit: Self.mostPages)
    }
    return try wanted.map { page in
      try made(try conversion.picture(ofPDF: path, page: page), name: "\(name), page \(page)")
    }
  }
}

/// Why a file cannot be attached as it was asked for.
enum AttachmentLoaderError: Error, Equatable, CustomStringConvertible {
  case noPages(name: String)
  case tooManyPages(name: String, limit: Int)
  case notWritten(folder: String)

  var description: String {
    switch self {
    case .noPages(let name): "\(name) has no pages to choose from; attach it without them"
    case .tooManyPages(let name, let limit): "\(name): at most \(limit) pages can be attached at once"
    case .notWritten(let folder): "a picture could not be written to \(folder); free some space there"
    }
  }
}
