/// What can be wrong with the arguments; the program then ends with status 2.
enum ArgumentError: Error, Equatable, Sendable {
  case unknownSubcommand(String, nearest: String?)
  case unknownOption(String, subcommand: Subcommand, nearest: String?)
  case missingValue(option: String, placeholder: String, next: String?)
  case unexpectedValue(option: String, value: String)
  case notANumber(option: String, text: String, range: ClosedRange<Double>)
  case notAnInteger(option: String, text: String, range: ClosedRange<Int>)
  case notAChoice(option: String, text: String, words: [String])
  case emptyValue(option: String, placeholder: String)
  case missingOperand(Subcommand)
  case extraOperand(Subcommand, String)
  case missingOption(Subcommand, OptionName, placeholder: String)
  case notText(position: Int)
  case noPrompt
  case noText
  case projectorWithoutModel
  case drafterWithoutModel
  case noProjector(model: String)
  case severalProjectors([String])
  case missingModelName(String)
  case notAServer(String)
  /// The two contradict each other.
  case excluding(OptionName, OptionName)
  case keyWithoutServer
  /// An option for models of this machine, beside a server.
  case localOnly(OptionName)
}

extension ArgumentError: CustomStringConvertible {
  var description: String {
    switch self {
    case .unknownSubcommand(let name, let nearest):
      if let nearest {
        "there is no subcommand “\(name)”; did you mean “\(nearest)”?"
      } else {
        "there is no subcommand “\(name)”; to ask the model, write facet run PROMPT; facet --help lists the rest"
      }
    case .unknownOption(let option, let subcommand, let nearest):
      unknownOption(option, subcommand, nearest)
    case .missingValue(let option, let placeholder, let next):
      if let next {
        "\(option) needs \(placeholder) after it, but \(next) follows; write \(option)=\(next) if that is meant"
      } else {
        "\(option) needs \(placeholder) after it"
      }
    case .unexpectedValue(let option, let value):
      "\(option) stands alone and takes no value, so “\(value)” is one too many"
    case .notANumber(let option, let text, let range):
      "\(option) takes a number from \(plain(range.lowerBound)) to \(plain(range.upperBound)), not “\(text)”"
    case .notAnInteger(let option, let text, let range):
      if range.upperBound == .max {
        "\(option) takes a whole number from \(range.lowerBound) up, not “\(text)”"
      } else {
        "\(option) takes a whole number from \(range.lowerBound) to \(range.upperBound), not “\(text)”"
      }
    case .notAChoice(let option, let text, let words):
      "\(option) takes \(words.dropLast().joined(separator: ", ")) or \(words.last ?? ""), not “\(text)”"
    case .emptyValue(let option, let placeholder):
      "\(option) needs \(placeholder), and what follows it is empty"
    case .missingOperand(let subcommand):
      "\(subcommand.invocation) needs \(subcommand.operandName); \(subcommand.invocation) --help shows how"
    case .extraOperand(let subcommand, let text):
      "\(subcommand.invocation) has no use for “\(text)”; \(subcommand.invocation) --help shows how"
    case .missingOption(let subcommand, let name, let placeholder):
      "\(subcommand.invocation) needs \(name.spelling) \(placeholder)"
    case .notText(let position):
      "argument \(position) is not valid UTF-8; rename the file, or write the text in UTF-8"
    case .noPrompt:
      "there is nothing to ask; write a PROMPT, or “-” to read it from standard input"
    case .noText:
      "there is no text; write it after the options, or “-” to read it from standard input"
    case .projectorWithoutModel:
      "--projector needs the model that it belongs to; name that with --model FILE (the built-in guide has its own)"
    case .drafterWithoutModel:
      "--drafter needs the model that it belongs to; name that with --model FILE (the built-in guide needs none)"
    case .noProjector(let model):
      """
      pictures and sound need the model's projector, and no *mmproj*.gguf file lies beside \(model); name it with \
      --projector FILE
      """
    case .severalProjectors(let paths):
      "several projectors lie beside the model (\(paths.joined(separator: ", "))); choose one with --projector FILE"
    case .missingModelName(let word):
      "facet models \(word) needs the NAME of a model; facet models lists them"
    case .notAServer(let text):
      "--server needs an address such as http://gpu-box:8000/v1, without a name and password in it, not “\(text)”"
    case .excluding(let one, let other):
      "\(one.spelling) and \(other.spelling) contradict each other; leave one out"
    case .keyWithoutServer:
      "--api-key-file is for a server, and none is named; name it with --server URL"
    case .localOnly(let name):
      "\(name.spelling) is for a model on this machine, and --server names one elsewhere; leave one of them out"
    }
  }

  private func unknownOption(_ option: String, _ subcommand: Subcommand, _ nearest: String?) -> String {
    let program = subcommand.invocation
    if let nearest { return "\(program) has no option \(option); did you mean \(nearest)?" }
    return "\(program) has no option \(option); \(program) --help lists them"
  }

  /// A bound without a needless fraction: `1`, `0.1`.
  private func plain(_ value: Double) -> String {
    value == value.rounded() ? String(Int(value)) : String(value)
  }
}
