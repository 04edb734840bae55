import Foundation
import FuzzDriver
import Interface

/// What may be pasted, typed as a command, or written as a key in the configuration.
runFuzzer { input in
  guard let first = input.first else { return }
  let text = String(decoding: input.dropFirst(), as: UTF8.self)
  readPaste(text, salt: Int(first))
  readCommand(text)
  readChord(text)
}

/// Which paths exist hangs on the input, so that all ways are taken.
func readPaste(_ text: String, salt: Int) {
  let result = DroppedPaths.parse(text, home: "/home/me") { path in
    precondition(!path.isEmpty, "an empty path was asked for")
    switch (path.utf8.count &+ salt) % 7 {
    case 0, 1: return .file(.picture)
    case 2: return .folder
    case 3: return .unreadable
    default: return .missing
    }
  }
  precondition(result.files.isEmpty || result.problems.isEmpty, "files together with problems")
  precondition(!result.files.isEmpty || result.text == text, "text changed without a file")
  for problem in result.problems { precondition(!"\(problem)".isEmpty) }
  for candidate in PathCompletion.candidates(
    text, home: "/home/me", list: { _ in [PathEntry("a b"), PathEntry("'\"")] })
  {
    precondition(!candidate.replacement.isEmpty)
  }
}

func readCommand(_ text: String) {
  let line = CommandLine.parse("/" + text, exists: { $0.utf8.count % 5 == 0 })
  if case .refused(let error) = line { precondition(!"\(error)".isEmpty) }
  _ = Command.matching(String(text.prefix(64)))
  _ = Command.palette(String(text.prefix(64)))
}

func readChord(_ text: String) {
  do {
    let chord = try KeyChord(text)
    guard let again = try? KeyChord(chord.name), again == chord else {
      preconditionFailure("a key is not read back as it was written")
    }
  } catch {
    precondition(!"\(error)".isEmpty)
  }
}
