import Chat
import Foundation
import Screen

/// Everything that happens to the chat.
public enum ChatEvent: Sendable {
  /// A person did something.
  case input(InputEvent)
  /// Time has passed, as `ChatState.nextTick` asked for.
  case tick
  /// The program comes back from the shell or an editor: the terminal has forgotten its pictures.
  case resumed

  // The model
  /// The share that is loaded, 0…1.
  case modelLoading(Double)
  case modelReady(ModelFacts)
  /// The model cannot be loaded: a sentence with the remedy.
  case modelFailed(String)
  /// The models on this machine.
  case models([ModelRow])

  // Replies
  /// How far reading ahead is.
  case prepared(ReadingProgress)
  /// What was kept of the conversation was taken up: tokens that need not be read, and bytes on the disk.
  case readingTaken(tokens: Int, bytes: Int)
  /// What a reply brings; `message` is its number in the conversation.
  case reply(message: Int, ReplyEvent)
  /// A reply ended with an error, a sentence.
  case replyFailed(message: Int, String)

  // Attachments
  /// The file of a chip was read; several for the pages of a document, each of which becomes a chip of its own.
  case attached(chip: Int, [AttachmentFacts])
  /// The file of a chip cannot be attached: a sentence.
  case notAttached(chip: Int, String)
  /// What is known of an attachment of an earlier message, by its content address.
  case facts(id: String, AttachmentFacts)
  /// An attachment of an earlier message cannot be read: a sentence.
  case noFacts(id: String, String)
  /// The pixels for the viewer.
  case picture(id: String, PixelData)
  /// The terminal has a picture: its number, and the cells that it fills.
  case transmitted(id: String, number: Int, Size)
  /// A recording is played back, or no longer.
  case playing(id: String?)

  // Conversations
  /// Another conversation is open.
  case opened(OpenedConversation, draft: ComposerDraft?)
  /// The conversations that were asked for.
  case listed([ConversationSummary], query: String)
  /// A conversation was deleted; it can be taken back.
  case deleted(id: String, title: String)
  /// What was sent in earlier sessions, oldest first.
  case history([ComposedText])
  /// Something could not be saved: a sentence; what is in memory stays there.
  case notSaved(String)
  /// What could not be saved before is saved now.
  case saved

  // The microphone
  case recording(RecordingEvent)

  // The desktop
  /// Text from the clipboard.
  case pasted(String)
  /// A file to attach, such as a picture from the clipboard.
  case pastedFile(path: String)
  /// The text as the editor left it.
  case edited(String)
  /// The theme that is in effect now.
  case themed(String)
  /// Something worth saying.
  case note(String)
  /// Something went wrong: a sentence with the remedy.
  case problem(String)
}

/// What there is to know of a loaded model.
public struct ModelFacts: Sendable, Equatable {
  /// The name for people: "gemma-4-12b Q4_0".
  public var name: String
  /// Tokens that a conversation and its reply may have together; 0 where nobody knows.
  public var context: Int
  /// Whether it takes pictures and sound.
  public var hasProjector: Bool
  /// The most soft tokens that a picture may take; nil where nothing limits them.
  public var largestBudget: Int?
  /// How freely it words its replies where nobody says otherwise; nil where nobody knows.
  public var temperature: Double?
  /// Whether it is the one that is part of the program.
  public var isGuide: Bool
  /// The names of all models of the server that has it.
  public var serverModels: [String]

  /// A loaded model.
  public init(
    name: String, context: Int, hasProjector: Bool, largestBudget: Int? = nil, temperature: Double? = nil,
    isGuide: Bool = false, serverModels: [String] = []
  ) {
    (self.name, self.context, self.hasProjector) = (name, context, hasProjector)
    (self.largestBudget, self.temperature, self.isGuide) = (largestBudget, temperature, isGuide)
    self.serverModels = serverModels
  }
}

/// What the microphone brings.
public enum RecordingEvent: Sendable, Equatable {
  /// Sound comes in.
  case started
  /// How loud it is, 0…1, and how long the clip is so far, in seconds.
  case level(Float, seconds: Double)
  /// What was heard so far as an attachment that still grows, to be read ahead; some times a second.
  case growing(Attachment, seconds: Double)
  /// A clip is closed and worth keeping.
  case clip(AttachmentFacts)
  /// A clip is not kept: a sentence that says why.
  case dropped(String)
  /// The device failed: a sentence with the remedy.
  case failed(String)
  /// Nothing follows.
  case ended
}
