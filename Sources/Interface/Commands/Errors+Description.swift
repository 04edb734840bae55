import Screen

extension KeyChordError: CustomStringConvertible {
  /// What is wrong with the name of a key and what to write instead.
  public var description: String {
    switch self {
    case .empty: "a key has no name; write one such as \"ctrl-g\" or \"f5\""
    case .unknownModifier(let word, let name):
      "\"\(shown(word))\" in the key \"\(shown(name))\" is no modifier; use ctrl, alt or shift"
    case .repeatedModifier(let word, let name):
      "the key \"\(shown(name))\" names \(shown(word)) twice; write it once"
    case .unknownKey(let word, let nearest):
      "there is no key \"\(shown(word))\""
        + (nearest.map { "; did you mean \"\($0)\"?" } ?? "; use a name such as enter, pageup, f5 or a character")
    case .plainCharacter(let name):
      "the key \"\(shown(name))\" types text; put ctrl- or alt- before it"
    case .sameAs(let name, let other):
      "terminals send the same for \"\(shown(name))\" and \"\(other)\"; use another key"
    }
  }
}

extension KeyBindingsError: CustomStringConvertible {
  /// What is wrong with the keys of the configuration and what to do.
  public var description: String {
    switch self {
    case .unknownAction(let name, let nearest):
      "there is no action \"\(shown(name))\""
        + (nearest.map { "; did you mean \"\($0)\"?" } ?? "; F1 in the chat lists them")
    case .key(let action, let error): "the keys of \"\(action)\": \(error)"
    case .conflict(let chord, let first, let second):
      "the key \"\(chord.name)\" is given to both \"\(first.rawValue)\" and \"\(second.rawValue)\"; take it from one of them"
    case .withoutKey(let action): "\"\(action.rawValue)\" has no key left; give it one"
    }
  }
}

extension CommandError: CustomStringConvertible {
  /// What is wrong with a command and what to type instead.
  public var description: String {
    switch self {
    case .unknown(let name, let nearest):
      "there is no command /\(shown(name))" + (nearest.map { "; did you mean /\($0.name)?" } ?? "; /help lists them")
    case .missingFile(let path): "there is no file \(shown(path)); to send this as text, put a space before it"
    case .notDuringReply(let command): "/\(command.name) waits until the reply is finished; Esc stops it"
    case .needless(let command, let text): "/\(command.name) takes nothing behind it; take out \"\(shown(text))\""
    case .missing(let command): "/\(command.name) needs something behind it: /\(command.name) \(command.argumentHint)"
    case .notANumber(let command, let text, let range):
      "\"\(shown(text))\" does not fit /\(command.name); give a number from \(Command.figure(range.lowerBound)) to \(Command.figure(range.upperBound))"
    case .notAChoice(let command, let text, let words):
      "\"\(shown(text))\" does not fit /\(command.name); give one of \(words.joined(separator: ", "))"
    case .tooMuchText(let bytes):
      "\(Quantity.count(bytes)) bytes are too much text for a message; save it as a file and attach that"
    }
  }
}

extension FileProblem: CustomStringConvertible {
  /// Why a file cannot be attached and what to do.
  public var description: String {
    switch reason {
    case .missing: "there is no file \(shown(path)); check the path"
    case .folder: "\(shown(path)) is a folder; attach the files in it"
    case .unreadable: "\(shown(path)) may not be read; change its permissions"
    case .unknownFormat: "\(shown(path)) is no picture, recording or text that can be read; convert it first"
    }
  }
}

/// What a person or a file wrote, short and harmless enough for a sentence.
private func shown(_ text: String) -> String {
  let safe = SafeText(oneLine: String(text.prefix(200))).string
  return safe.count > 80 ? safe.prefix(39) + "…" + safe.suffix(39) : safe
}
