/// What a token is for, by its number in `tokenizer.ggml.token_type`.
enum TokenKind: UInt8, Sendable {
  case undefined = 0
  case normal = 1
  case unknown = 2
  case control = 3
  case userDefined = 4
  case unused = 5
  case byte = 6

  /// Whether text can turn into such a token without asking for markers.
  var isText: Bool { self == .normal || self == .undefined }

  /// Whether the token stands for a sign to the model, not for the text of its name.
  var isMarker: Bool { self == .control || self == .userDefined || self == .unknown }
}
