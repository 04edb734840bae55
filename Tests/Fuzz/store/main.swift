import Chat
import Foundation
import FuzzDriver

/// What a conversation's file or a configuration may hold after anything has happened to it.
runFuzzer { input in
  let bytes = Array(input)
  readConversation(bytes)
  readConfiguration(bytes)
}

func readConversation(_ bytes: [UInt8]) {
  let reader = ConversationReader(bytes, id: "a", resolve: resolve)
  precondition(reader.wholeLength <= bytes.count)
  // What a repair keeps says the same.
  let kept = ConversationReader(Array(bytes[..<reader.wholeLength]), id: "a", resolve: resolve)
  precondition(kept.record == reader.record && kept.wholeLength == reader.wholeLength)
  // A line after a repair stands alone.
  let next = StoreEntry.title("next").line
  let end: [UInt8] = reader.lacksEnd ? [0x0A] : []
  let grown = ConversationReader(bytes[..<reader.wholeLength] + end + next, id: "a", resolve: resolve)
  precondition(grown.record.givenTitle == "next" && grown.unreadableLines == reader.unreadableLines)
  for stored in reader.record.messages {
    let entry = StoreEntry.message(stored)
    guard let json = try? JSONValue(parsing: entry.line), let again = StoreEntry(json, resolve: resolve) else {
      preconditionFailure("a line is not read back")
    }
    // Numbers that JSON lacks and keys in another spelling need not be the same; what is written again is.
    precondition(again.line == entry.line)
  }
  _ = ConversationSummary(scanning: bytes, id: "a", updated: Date(timeIntervalSince1970: 0))
  _ = MarkdownExport(withThoughts: true).text(of: reader.record)
  precondition(reader.record.title.count <= max(LocalTitle.limit, reader.record.givenTitle.count))
}

func readConfiguration(_ bytes: [UInt8]) {
  guard bytes.count <= ConfigurationFile.limit else { return }
  let file = ConfigurationFile(String(decoding: bytes, as: UTF8.self), path: "c")
  for problem in file.problems { precondition(!problem.description.isEmpty) }
  guard file.problems.isEmpty else { return }
  let again = ConfigurationFile(file.text, path: "c")
  precondition(again.problems.isEmpty && again.configuration == file.configuration, "a configuration is not read back")
}

@Sendable func resolve(
  _ kind: Attachment.Kind, _ id: String, _ name: String, _ budget: Int?, _ path: String?
) -> Attachment {
  Attachment(kind: kind, id: id, path: path ?? "", name: name, budget: budget)
}
