import Foundation

/// One line of a conversation's file: what happened, never what is.
///
/// Lines are only ever appended; a later one supersedes an earlier one. In the file each is a JSON object whose first key is `type`.
public enum StoreEntry: Sendable, Equatable {
  /// The first line.
  case header(ConversationHeader)
  /// A new message, or with the number of an earlier one its new content.
  case message(StoredMessage)
  /// A streaming reply has grown by this much.
  case more(message: Int, thought: String, answer: String)
  /// A streaming reply is over.
  case finished(message: Int, FinishReason, ReplyFigures, [ToolCall])
  /// A message is no longer part of the conversation.
  case deleted(message: Int)
  /// A deleted message is part of the conversation again.
  case restored(message: Int)
  /// The conversation has another title; an empty one makes it the first words again.
  case title(String)
  /// Another conversation goes on from here, after this message.
  case forked(message: Int, into: String)
  /// Whether the model thinks before it answers.
  case thinking(Bool)
}

/// How a conversation began.
public struct ConversationHeader: Sendable, Equatable {
  /// The version of the file's format that this program writes.
  public static let currentFormat = 1

  /// The version of the file's format.
  public var format = ConversationHeader.currentFormat
  /// The conversation's name in the store; the file's name without its ending.
  public var id: String
  /// When it began.
  public var created: Date
  /// The conversation that this one goes on from, nil for one of its own.
  public var forkedFrom: String?

  /// A header of the current format.
  public init(id: String, created: Date, forkedFrom: String? = nil) {
    (self.id, self.created, self.forkedFrom) = (id, created.inMilliseconds, forkedFrom)
  }
}

/// A message with what the store knows about it.
public struct StoredMessage: Sendable, Equatable {
  /// Its number, which stays the same whatever happens around it.
  public var id: Int
  /// When it was said.
  public var time: Date
  /// What was said.
  public var message: Message
  /// Whether its end has not been written: the reply still runs, or the program was ended meanwhile.
  public var isStreaming: Bool
  /// Why a reply was over; nil for everything that is no reply.
  public var reason: FinishReason?
  /// What a reply took.
  public var figures: ReplyFigures?
  /// Whether it has been deleted, which can be taken back.
  public internal(set) var isDeleted = false

  /// A message of a conversation.
  public init(
    id: Int, time: Date, message: Message, isStreaming: Bool = false, reason: FinishReason? = nil,
    figures: ReplyFigures? = nil
  ) {
    (self.id, self.time, self.message, self.isStreaming) = (id, time.inMilliseconds, message, isStreaming)
    (self.reason, self.figures) = (reason, figures)
  }
}

extension Date {
  /// The time as a file tells it, so that what was written and what is read are equal.
  var inMilliseconds: Date { Date(timeIntervalSince1970: (timeIntervalSince1970 * 1000).rounded() / 1000) }
}
