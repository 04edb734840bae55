import Chat
import Foundation
import Screen

/// What `ChatState.update` asks the outside to do; what comes of it comes back as a `ChatEvent`.
public enum Effect: Sendable, Equatable {
  // The model
  /// Loads a model; without a path the one that is part of the program.
  case loadModel(path: String?)
  /// Looks for the models on this machine.
  case listModels
  /// Takes another model of the server that replies.
  case useServerModel(name: String)
  /// Reads ahead; a later one takes the place of one under way.
  case prepare(Conversation)
  /// Ends reading ahead: what was read is not there any more.
  case stopPreparing
  /// Keeps what was read of a conversation that is being left, so that nothing of it must be read again in another session.
  case keepReading(conversation: String)
  /// Takes up what was kept of a conversation.
  case takeReading(conversation: String)
  /// Replies; `message` is the number that the reply has in the conversation.
  case reply(message: Int, Conversation, ReplyOptions)
  /// Ends the reply early; its `finished` still comes.
  case stopReply

  // Attachments
  /// Reads the file of a chip; of a document only some pages, as pictures.
  case attach(chip: Int, path: String, pages: ClosedRange<Int>?)
  /// Finds out about an attachment of an earlier message.
  case inspect(Attachment)
  /// Loads the pixels of a picture for the viewer.
  case loadPicture(Attachment)
  /// Hands a picture to the terminal, to be shown in so many cells; `number` is what the terminal calls it.
  case transmit(Attachment, number: Int, Size)
  /// Makes the terminal forget a picture.
  case forget(number: Int)
  /// Plays a recording back.
  case play(Attachment)
  case stopPlaying

  // Conversations
  /// Writes what happened to a conversation.
  case store([StoreEntry], conversation: String)
  /// Keeps what is being typed; nil for nothing. Without a conversation it is for the next new one.
  case keepDraft(ComposerDraft?, conversation: String?)
  case addHistory(ComposedText)
  case newConversation
  case open(id: String)
  /// Goes on from a message in another conversation, which is open then.
  case fork(conversation: String, after: Int)
  /// The conversations whose titles fit, or with `isDeep` whose messages do.
  case list(query: String, isDeep: Bool)
  case rename(id: String, title: String)
  case delete(id: String, title: String)
  case undoDelete
  case export(conversation: String, path: String)

  // The microphone
  /// Starts to record.
  case record
  case stopRecording
  case discardRecording

  // The desktop
  /// Puts a text on the clipboard; `name` is what to call it in the note that says so.
  case copy(String, name: String)
  /// Takes a picture, or otherwise text, from the clipboard.
  case paste
  /// Opens a text in the person's editor.
  case edit(String)
  /// Changes the theme.
  case theme(String)
  /// Draws the screen anew.
  case redraw
  /// Back to the shell until `fg`.
  case suspend
  case quit
}
