// The sentences about messages and attachments; the store and the configuration have theirs in their folders.

extension JSONError: CustomStringConvertible {
  /// What is wrong with the text.
  public var description: String {
    switch self {
    case .notUTF8:
      "the text is not UTF-8; save it in that encoding"
    case .unexpected(let line, let column, let expected):
      "line \(line), column \(column): expected \(expected)"
    case .tooDeep(let line, let column, let limit):
      "line \(line), column \(column): more than \(limit) lists and objects inside each other"
    case .numberOutOfRange(let line, let column):
      "line \(line), column \(column): the number is too large"
    }
  }
}

extension AttachmentError: CustomStringConvertible {
  /// What is wrong with the file, and what to do.
  public var description: String {
    switch self {
    case .unreadable(let path, let reason):
      "\(path): cannot be read (\(reason)); check the path and its permissions"
    case .notAFile(let path):
      "\(path): not a regular file; attach a file"
    case .empty(let path):
      "\(path): the file is empty; attach one with content"
    case .notText(let path):
      "\(path): not a UTF-8 text; convert it to text first"
    case .tooLong(let path, let bytes, let limit):
      "\(path): \(bytes) bytes are more than the \(limit) a document may have; attach a part of it"
    }
  }
}

extension ConversationError: CustomStringConvertible {
  /// What is wrong at which place, and what to do.
  public var description: String {
    switch self {
    case .notJSON(let error):
      "not JSON: \(error)"
    case .missing(let place):
      "\(place): missing; add it"
    case .wrongKind(let place, let expected, let found):
      "\(place.isEmpty ? "the conversation" : place): expected \(expected), found \(found)"
    case .unknown(let place, let found, let known):
      "\(place): “\(found)” is unknown; use one of \(known.joined(separator: ", "))"
    case .empty(let place):
      "\(place): empty; it needs at least one entry"
    case .unsupported(let place, .embeddedData):
      "\(place): embedded data is not read; save it as a file and give its path"
    case .unsupported(let place, .address(let address)):
      "\(place): “\(address)” is not fetched; save it as a file and give its path"
    case .unsupported(let place, .video):
      "\(place): video is not supported; give single pictures of it"
    case .attachment(let place, let error):
      "\(place): \(error)"
    }
  }
}
