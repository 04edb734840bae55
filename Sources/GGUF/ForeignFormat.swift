/// What a file that is no GGUF file turns out to be, by its first bytes.
public enum ForeignFormat: String, Sendable, CaseIterable {
  case safetensors = "a safetensors file"
  case zip = "a zip archive or PyTorch file"
  case gzip = "a gzip archive"
  case html = "a web page"
  case lfsPointer = "a Git LFS pointer"
  case json = "JSON text"
  case zeros = "filled with zeros"
  case swapped = "a big-endian GGUF file"
  case oldGGML = "an old GGML file"
  case text = "plain text"

  /// What to do about it.
  var remedy: String {
    switch self {
    case .safetensors, .zip, .oldGGML: "convert it, or fetch the model as GGUF"
    case .gzip: "unpack it"
    case .html, .text, .json: "the address is probably wrong or needs a login; fetch it again"
    case .lfsPointer: "fetch the file itself with `git lfs pull`"
    case .zeros: "the download is probably incomplete; fetch it again"
    case .swapped: "fetch or convert the little-endian one"
    }
  }

  /// Looks at the first bytes of a file; nil if they are not known.
  init?(_ start: [UInt8]) {
    let known = Self.allCases.first { $0.matches(start) }
    guard let known else { return nil }
    self = known
  }

  private func matches(_ start: [UInt8]) -> Bool {
    let spaces: [UInt8] = [0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF]
    let trimmed = start.drop { spaces.contains($0) }
    func begins(_ text: String, at offset: Int = 0) -> Bool { start.dropFirst(offset).starts(with: text.utf8) }
    switch self {
    case .safetensors: return begins("{", at: 8) && start[4..<8].allSatisfy { $0 == 0 }
    case .zip: return begins("PK")
    case .gzip: return start.starts(with: [0x1F, 0x8B])
    case .html: return trimmed.first == UInt8(ascii: "<")
    case .lfsPointer: return begins("version https://git-lfs")
    case .json: return trimmed.first == UInt8(ascii: "{") || trimmed.first == UInt8(ascii: "[")
    case .zeros: return start.allSatisfy { $0 == 0 }
    case .swapped: return begins("FUGG")
    case .oldGGML: return ["lmgg", "fmgg", "tjgg", "algg", "ggml", "ggmf", "ggjt", "ggla"].contains { begins($0) }
    case .text: return start.allSatisfy { $0 >= 0x20 && $0 != 0x7F || spaces.contains($0) } && isUTF8(start)
    }
  }

  /// Whether the bytes are UTF-8, but for a character that the end cuts.
  private func isUTF8(_ bytes: [UInt8]) -> Bool {
    let replacements = String(decoding: bytes, as: UTF8.self).unicodeScalars.dropLast(3)
    return !replacements.contains("\u{FFFD}")
  }
}
