import Gemma

/// Every option of every subcommand, by its long name.
enum OptionName: String, CaseIterable, Sendable {
  case model
  case projector
  case drafter
  case noDraft = "no-draft"
  case noProjector = "no-projector"
  case noDrafter = "no-drafter"
  case dryRun = "dry-run"
  case server
  case noServer = "no-server"
  case apiKeyFile = "api-key-file"
  case image
  case audio
  case file
  case system
  case think
  case temperature
  case topK = "top-k"
  case topP = "top-p"
  case minP = "min-p"
  case repeatPenalty = "repeat-penalty"
  case seed
  case maxTokens = "max-tokens"
  case context
  case threads
  case kv
  case kernels
  case budget
  case json
  case stats
  case markers
  case index
  case tokens
  case output
  case attach
  case last
  case open
  case theme
  case plain
  case prompt
  case generate
  case depth
  case rounds
  case quick
  case compare
  case listen
  case yes
  case help
  case version

  /// The name as it is typed: `--top-p`.
  var spelling: String { "--" + rawValue }
}

/// What stands after an option.
enum OptionValue: Sendable, Equatable {
  /// Nothing: the option is a switch.
  case none
  /// The path of a file.
  case file
  /// Any text.
  case text
  /// A number within a range.
  case number(ClosedRange<Double>)
  /// A whole number within a range.
  case integer(ClosedRange<Int>)
  /// One of these words.
  case choice([String])
}

/// The headings under which `--help` lists options.
enum OptionGroup: String, CaseIterable, Sendable {
  case model = "The model"
  case question = "The question"
  case answer = "The answer"
  case measuring = "What is measured"
  case output = "Output"
  case other = "Other"
}

/// One row of a subcommand's table: all that parsing and `--help` need to know of an option.
struct Option: Sendable {
  var name: OptionName
  var short: Character?
  var value: OptionValue
  /// What stands for the value in the help text: `FILE`, `N`.
  var placeholder: String
  var isRepeatable: Bool
  var group: OptionGroup
  var help: String

  init(
    _ name: OptionName, _ short: Character? = nil, _ value: OptionValue = .none, _ placeholder: String = "",
    repeats: Bool = false, in group: OptionGroup, _ help: String
  ) {
    self.name = name
    self.short = short
    self.value = value
    self.placeholder = placeholder
    self.isRepeatable = repeats
    self.group = group
    self.help = help
  }
}

extension Option {
  static let model = Option(
    .model, "m", .file, "FILE", in: .model,
    "the model: a GGUF file, or a name that facet models lists; FACET_MODEL names a default, and where nothing does "
      + "the built-in guide answers")
  static let projector = Option(
    .projector, "p", .file, "FILE", in: .model,
    "the model's projector, for pictures and sound; FACET_PROJECTOR names a default, otherwise the "
      + "*mmproj*.gguf file that fits the model and lies beside it is taken")
  static let drafter = Option(
    .drafter, nil, .file, "FILE", in: .model,
    "the model's drafter, to write quicker; FACET_DRAFTER names a default, otherwise the one beside the model is taken")
  static let noDraft = Option(
    .noDraft, in: .model, "write one token after the other; guessing them beforehand changes no answer")
  static let server = Option(
    .server, nil, .text, "URL", in: .model,
    "an OpenAI-compatible server that replies instead, such as http://gpu-box:8000/v1; what you send then leaves this "
      + "machine, and --model is the server's name for the model")
  static let noServer = Option(.noServer, in: .model, "a model on this machine, though a server is configured")
  static let apiKeyFile = Option(
    .apiKeyFile, nil, .file, "FILE", in: .model,
    "the key that the server asks for; FACET_API_KEY holds one as well")
  static let context = Option(
    .context, "c", .integer(64...1_048_576), "N", in: .model, "room for the prompt and the answer, in tokens (4096)")
  static let threads = Option(
    .threads, "t", .integer(1...1024), "N", in: .model, "threads that do the arithmetic (all cores)")
  static let kv = Option(
    .kv, nil, .choice(KVCache.Format.allCases.map(\.rawValue)), "FORMAT", in: .model,
    "how keys and values are kept: q8_0, a byte each, or f16, two (q8_0)")
  static let image = Option(
    .image, "i", .file, "FILE", repeats: true, in: .question, "a picture to look at: PNG, JPEG, WebP, GIF or BMP")
  static let audio = Option(
    .audio, "a", .file, "FILE", repeats: true, in: .question,
    "a recording to listen to: WAV, and what ffmpeg reads where it is installed")
  static let budget = Option(
    .budget, nil, .integer(1...1120), "N", in: .question,
    "how many tokens a picture may take: 70, 140, 280, 560 or 1120 (280)")
  /// Of the program, not of a subcommand.
  static let version = Option(.version, "V", in: .other, "show the version")
  static let help = Option(.help, "h", in: .other, "show this text")
}
