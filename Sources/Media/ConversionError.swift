import Foundation

/// What can be wrong with work that another program does.
public enum ConversionError: Error, Equatable, Sendable {
  /// The program is not installed; the package of Debian that brings it.
  case programMissing(program: String, package: String, purpose: String)
  case failed(name: String, program: String, detail: String)
  case tooSlow(name: String, program: String, seconds: Double)
  case tooMuch(name: String, program: String, bytes: Int)
  case noSuchPage(name: String, page: Int, pages: Int)
  /// The clipboard holds nothing of this kind.
  case clipboardEmpty(kind: String)
  /// There is neither a Wayland nor an X11 screen.
  case noClipboard
  case media(MediaError)
  case notText(name: String)
}

extension ConversionError: CustomStringConvertible {
  /// One sentence that says what is wrong and what to do.
  public var description: String {
    switch self {
    case .programMissing(let program, let package, let purpose):
      "\(purpose) needs \(program), install it with: sudo apt install \(package)"
    case .failed(let name, let program, let detail):
      "'\(name)' could not be converted: \(program) gave up\(detail.isEmpty ? "" : " (\(detail))"); check the file."
    case .tooSlow(let name, let program, let seconds):
      "'\(name)' could not be converted: \(program) took longer than \(Int(seconds)) seconds; make it simpler."
    case .tooMuch(let name, let program, let bytes):
      "'\(name)' could not be converted: \(program) made more than \(bytes / 1_000_000) MB; make it smaller."
    case .noSuchPage(let name, let page, let pages):
      "'\(name)' has no page \(page); it has \(pages)."
    case .clipboardEmpty(let kind):
      "There is no \(kind) on the clipboard; copy one first."
    case .noClipboard:
      "There is no clipboard here: neither a Wayland nor an X11 screen is known; give the file's path instead."
    case .media(let error):
      error.description
    case .notText(let name):
      "'\(name)' is no text and no known kind of file; convert it to text, PNG or WAV first."
    }
  }
}
