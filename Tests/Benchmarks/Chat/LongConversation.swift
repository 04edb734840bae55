import Chat
import Foundation

/// A conversation as long as anybody's: 10,000 messages of 2 kB on average.
enum LongConversation {
  static let messages = 10_000

  /// Writes it into a store, and says what it is called and how many bytes of text it has.
  static func make(in store: ConversationStore) async throws -> (id: String, bytes: Int) {
    let record = await store.create()
    var bytes = 0
    for start in stride(from: 1, through: messages, by: 500) {
      var entries: [StoreEntry] = []
      for id in start..<min(start + 500, messages + 1) {
        let message = id % 2 == 1 ? question(id) : answer(id)
        bytes += message.text.utf8.count
        var figures = ReplyFigures()
        (figures.generatedTokens, figures.generatingSeconds) = (700, 90)
        entries.append(
          .message(
            StoredMessage(
              id: id, time: Date(timeIntervalSince1970: 1_790_000_000 + Double(id) * 60), message: message,
              reason: id % 2 == 0 ? .endOfTurn : nil, figures: id % 2 == 0 ? figures : nil)))
      }
      try await store.append(entries, to: record.id)
    }
    await store.close(record.id)
    return (record.id, bytes)
  }

  private static func question(_ number: Int) -> Message {
    Message(
      .user, "Question \(number): why does the build of step \(number % 37) fail? Here is what I tried:\n" + prose(12))
  }

  private static func answer(_ number: Int) -> Message {
    let text = """
      ## Step \(number % 37)

      The linker does not find `libopenblas`. \(prose(16))

      1. Add it to the step before `swift build`
      2. Cache the folder, **not** the package:
         - with its version \(number)
         - for each architecture

      ```bash
      sudo apt-get install -y libopenblas-dev
      for file in *.swift; do echo "$file"; done
      ```

      | package | version | size |
      |---|---|---|
      | libopenblas-dev | 0.3.\(number % 30) | 4.1 MB |
      | libwebp-dev | 1.2.4 | 0.9 MB |

      > \(prose(2))

      \(prose(16))
      """
    return Message(.assistant, parts: [.text(text)], thought: "First I look at the log. " + prose(3))
  }

  private static func prose(_ sentences: Int) -> String {
    (0..<sentences).map { index in
      [
        "The runner lacks the development package, so the compiler finds the headers of another version and stops.",
        "That is why the message speaks of a symbol which nobody has written – 漢字 and naïve words included.",
        "A clean folder builds, an old one does not, and the difference between the two is what the cache kept.",
        "Nothing of this depends on the machine.",
      ][index % 4]
    }.joined(separator: " ")
  }
}
