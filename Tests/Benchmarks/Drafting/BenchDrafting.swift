import Chat
import Engine
import EngineTestSupport
import Foundation

/// How much quicker a model writes with a drafter that is right as often as is said: `bench-drafting MODEL [OPTION]…`.
///
/// A reply is written plainly, then again with its own tokens as guesses, some of them made wrong; the two take turns, so that a neighbour who
/// takes the machine for a minute is in both.
@main
enum BenchDrafting {
  static let usage = """
    usage: bench-drafting MODEL [--drafter FILE] [--agreement SHARE] [--guesses N] [--tokens N] [--rounds N] [--threads N]
      --drafter FILE     spend the time that this drafter takes, too; its guesses are not used
      --agreement SHARE  the share of guesses that are right (0.7)
      --guesses N        always guess N tokens, not as many as pay
      --tokens N         tokens of a reply (64)
      --rounds N         pairs of replies (5)
      --threads N        threads (all cores)
    """

  struct Arguments {
    var model = ""
    var drafter: String?
    var agreement = 0.7
    var guesses: Int?
    var tokens = 64
    var rounds = 5
    var threads: Int?

    init?(_ words: [String]) {
      var words = words[...]
      while let word = words.popFirst() {
        guard word.hasPrefix("--") else {
          model = word
          continue
        }
        guard let value = words.popFirst() else { return nil }
        switch word {
        case "--drafter": drafter = value
        case "--agreement": agreement = Double(value) ?? agreement
        case "--guesses": guesses = Int(value)
        case "--tokens": tokens = Int(value) ?? tokens
        case "--rounds": rounds = Int(value) ?? rounds
        case "--threads": threads = Int(value)
        default: return nil
        }
      }
      if model.isEmpty { return nil }
    }
  }

  static func main() async throws {
    guard let arguments = Arguments(Array(CommandLine.arguments.dropFirst())) else {
      say(usage)
      exit(2)
    }
    let assistant = try await LocalAssistant.load(
      model: .file(arguments.model), drafter: arguments.drafter.map { .file($0) },
      options: EngineOptions(context: 4_096, threads: arguments.threads)
    ) { drafter in
      let source = ReplayingSource(agreement: arguments.agreement, costs: drafter.map { DrafterSource($0) })
      return Drafting([source], controller: DraftController(fixed: arguments.guesses))
    }
    say("plain tokens/s   with guesses   ratio   right of guessed")
    var ratios: [Double] = []
    // The first pair lets the controller learn what steps cost.
    for round in 0...arguments.rounds {
      let options = ReplyOptions(temperature: 0, maximumTokens: arguments.tokens)
      let plain = try await figures(assistant, options)
      let guessed = try await figures(assistant, options)
      let ratio = guessed.generatingRate / plain.generatingRate
      if round > 0 { ratios.append(ratio) }
      say(
        String(format: "%14.2f %14.2f %7.2f", plain.generatingRate, guessed.generatingRate, ratio)
          + "   \(guessed.acceptedTokens) of \(guessed.draftedTokens), \(guessed.generatedTokens) tokens"
          + (round == 0 ? " (warming up)" : ""))
    }
    ratios.sort()
    if let least = ratios.first, let most = ratios.last {
      say(String(format: "ratio: median %.2f, least %.2f, most %.2f", ratios[ratios.count / 2], least, most))
    }
  }

  /// Prints a line at once, also to a file.
  static func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

  /// Writes a reply and gives back what it took.
  static func figures(_ assistant: LocalAssistant, _ options: ReplyOptions) async throws -> ReplyFigures {
    let conversation = Conversation([Message(.user, "Tell me about the sea.")])
    for try await event in assistant.reply(to: conversation, options: options) {
      if case .finished(_, let figures) = event { return figures }
    }
    return ReplyFigures()
  }
}
