import Chat

/// What there is at a path; the program looks, the interface only asks.
public enum FileStatus: Sendable, Hashable {
  case missing
  case folder
  case unreadable
  /// A file that nothing here can read.
  case unknownFormat
  case file(Attachment.Kind)
}

/// What a file is by the ending of its name, in upper or lower case; its first bytes have the last word.
public enum FileEnding {
  private static let kinds: [String: Attachment.Kind] = {
    let endings: [(Attachment.Kind, String)] = [
      (
        .picture,
        "png jpg jpeg jpe webp gif bmp tif tiff heic heif avif jxl jp2 qoi ppm pgm pbm pnm psd svg svgz dot gv"
      ),
      (.recording, "wav wave mp3 flac ogg oga opus m4a aac aif aiff aifc wma amr caf au mka webm mp4 mkv mov"),
      (
        .document,
        """
        pdf txt text md markdown rst tex org adoc csv tsv json jsonl json5 yaml yml toml xml html htm css ini conf cfg log \
        diff patch swift c h cc cpp cxx hpp m mm rs go py rb pl php java kt scala cs js jsx ts tsx sh bash zsh fish lua r jl \
        hs ml ex erl clj sql cmake gradle mk proto graphql env service
        """
      ),
    ]
    var kinds: [String: Attachment.Kind] = [:]
    for (kind, words) in endings {
      for word in words.split(separator: " ") { kinds[String(word)] = kind }
    }
    return kinds
  }()

  /// The kind of a file: "shot.PNG" → picture; nil when the ending says nothing.
  public static func kind(of name: String) -> Attachment.Kind? {
    guard let dot = name.lastIndex(of: ".") else { return nil }
    return kinds[name[name.index(after: dot)...].lowercased()]
  }
}
