import Models

/// A shell that `facet completions` writes for.
enum Shell: String, CaseIterable, Sendable {
  case bash
  case zsh
  case fish

  /// The script that teaches the shell to complete facet's arguments, from the tables that they are parsed by.
  var completions: String {
    switch self {
    case .bash: BashCompletions.script
    case .zsh: ZshCompletions.script
    case .fish: FishCompletions.script
    }
  }

  /// A text in single quotes, as all three shells read it.
  ///
  ///     quoted("the model's own")  →  'the model'\''s own'
  static func quoted(_ text: String) -> String { "'" + text.replacing("'", with: #"'\''"#) + "'" }
}

extension Subcommand {
  /// Whether its words are names of files.
  var takesFiles: Bool {
    switch self {
    case .inspect, .prompt: true
    case .chat, .run, .pull, .models, .tokenize, .logits, .devices, .config, .bench, .doctor, .completions, .man: false
    }
  }

  /// The words that may stand beside the options, where there are only so many, or where some are known by name.
  var words: [String] {
    switch self {
    case .completions: Shell.allCases.map(\.rawValue)
    case .pull: Catalogue.builtIn.entries.map(\.name)
    case .models: ModelsCommand.Word.allCases.map(\.rawValue)
    default: []
    }
  }

  /// All that may be typed after `facet`, with what it does.
  static var offered: [(word: String, summary: String)] {
    allCases.map { ($0.rawValue, $0.summary) } + [("help", "tell more of a subcommand")]
  }
}

extension Option {
  /// As it may be typed: `--model`, `-m`.
  var spellings: [String] { [name.spelling] + (short.map { ["-\($0)"] } ?? []) }
}
