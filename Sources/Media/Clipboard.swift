import Foundation

/// The desktop's clipboard, through `wl-paste` and `wl-copy` under Wayland and `xclip` under X11; for copying also that of tmux.
public struct Clipboard: Sendable {
  private enum Screen {
    case wayland, x11
  }

  /// Who took a text.
  public enum Place: Sendable {
    case desktop
    /// tmux, which has it in a buffer of its own and offers it to the terminal's clipboard.
    case tmux
  }

  private let screen: Screen?
  private let isInTmux: Bool
  private var conversion = Conversion()

  /// The clipboard of the screen that the environment names.
  public init(environment: [String: String] = ProcessInfo.processInfo.environment, programFolders: [String]? = nil) {
    func has(_ name: String) -> Bool { !(environment[name] ?? "").isEmpty }
    screen = has("WAYLAND_DISPLAY") ? .wayland : has("DISPLAY") ? .x11 : nil
    isInTmux = has("TMUX")
    conversion.seconds = 5
    conversion.programFolders = programFolders
  }

  /// The bytes of the picture on the clipboard, usually a PNG file.
  public func picture() throws(ConversionError) -> [UInt8] {
    let types = try self.types()
    let known = ["image/png", "image/webp", "image/jpeg", "image/gif", "image/bmp"]
    guard let type = known.first(where: types.contains) else { throw .clipboardEmpty(kind: "picture") }
    let bytes = try paste(type)
    guard !bytes.isEmpty else { throw .clipboardEmpty(kind: "picture") }
    return bytes
  }

  /// The text on the clipboard.
  public func text() throws(ConversionError) -> String {
    let bytes = try paste(screen == .wayland ? "text/plain;charset=utf-8" : "UTF8_STRING")
    guard !bytes.isEmpty else { throw .clipboardEmpty(kind: "text") }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Puts a text on the clipboard, in tmux and without a desktop on that of tmux.
  @discardableResult
  public func copy(_ text: String) throws(ConversionError) -> Place {
    do throws(ConversionError) {
      try copyToDesktop(text)
      return .desktop
    } catch {
      // A program's own sequence for the terminal's clipboard goes no further than tmux, unless that was set up to take it.
      guard isInTmux, (try? give(text, to: "tmux", package: "tmux", ["load-buffer", "-w", "-"])) != nil else {
        throw error
      }
      return .tmux
    }
  }

  private func copyToDesktop(_ text: String) throws(ConversionError) {
    switch screen {
    case nil: throw .noClipboard
    case .wayland: try give(text, to: "wl-copy", package: "wl-clipboard", ["--type", "text/plain;charset=utf-8"])
    case .x11: try give(text, to: "xclip", package: "xclip", ["-selection", "clipboard", "-in"])
    }
  }

  /// The bytes that ask a terminal to put a text on the clipboard, over ssh too (OSC 52); nil for more than terminals take.
  public static func terminalSequence(copying text: String) -> [UInt8]? {
    let encoded = Data(text.utf8).base64EncodedString()
    guard encoded.utf8.count <= 100_000 else { return nil }
    return Array("\u{1B}]52;c;\(encoded)\u{1B}\\".utf8)
  }

  private func types() throws(ConversionError) -> Set<String> {
    let output = screen == .wayland ? try wayland(["--list-types"]) : try x11(["-target", "TARGETS"])
    return Set(String(decoding: output, as: UTF8.self).split(whereSeparator: \.isNewline).map(String.init))
  }

  private func paste(_ type: String) throws(ConversionError) -> [UInt8] {
    screen == .wayland ? try wayland(["--no-newline", "--type", type]) : try x11(["-target", type])
  }

  private func wayland(_ arguments: [String]) throws(ConversionError) -> [UInt8] {
    try take("wl-paste", package: "wl-clipboard", arguments)
  }

  private func x11(_ arguments: [String]) throws(ConversionError) -> [UInt8] {
    guard screen == .x11 else { throw .noClipboard }
    return try take("xclip", package: "xclip", ["-selection", "clipboard", "-out"] + arguments)
  }

  private func take(_ program: String, package: String, _ arguments: [String]) throws(ConversionError) -> [UInt8] {
    let null = open("/dev/null", O_RDONLY | O_CLOEXEC)
    defer { close(null) }
    do {
      return try conversion.run(
        program, package: package, purpose: "Pasting from the clipboard", name: "clipboard", input: null,
        arguments: arguments)
    } catch .failed(_, _, let detail) {
      // Both programs fail when there is nothing of the kind.
      if detail.contains("connect") || detail.contains("display") { throw .noClipboard }
      return []
    }
  }

  private func give(_ text: String, to program: String, package: String, _ arguments: [String]) throws(ConversionError)
  {
    // Those of the desktop go on in the background to serve the clipboard.
    try conversion.give(
      Array(text.utf8), to: program, package: package, purpose: "Copying to the clipboard", name: "clipboard",
      arguments: arguments)
  }
}
