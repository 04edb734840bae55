import Chat
import Foundation
import Screen

/// Everything that the chat's screen shows, changed only by events: `update` and `render` are all that there is to it.
///
/// ```swift
/// var state = ChatState(settings)
/// for effect in state.update(.input(.text("hello")), world) { … }
/// session.paint(state.render(Size(width: 80, height: 24)), theme: theme)
/// ```
/// What is where: `+Update` takes events apart, `+Keys` and `+Actions` what a person does, `+Sending` and `+Replies` the way of a message,
/// `+Attachments`, `+Recording`, `+Conversations` and `+Commands` what their names say, `+Render` the screen.
public struct ChatState: Sendable {
  /// Where keys go when no dialog is open.
  enum Focus: Sendable, Equatable {
    case composer
    /// The attachments.
    case pane
    /// A message or a block of code that is selected.
    case transcript
  }

  /// What was decided before the chat began, and what commands changed since.
  public internal(set) var settings: ChatSettings
  /// The theme in effect.
  public internal(set) var theme: String
  /// The talk so far.
  public internal(set) var transcript: Transcript
  /// What is being written.
  public internal(set) var composer = Composer()
  /// The open conversation; nil until the store has answered, at the beginning and each time another one is opened.
  public internal(set) var record: ConversationRecord?

  var model = ModelState.absent
  /// The models on this machine; nil until they were looked for.
  var models: [ModelRow]?
  /// The name of the model that shall be loaded as soon as it is known what there is.
  var wantedModel: String?
  /// Whether the models were asked for because somebody types what takes one.
  var hasAskedForModels = false
  /// Why the conversation can only be read.
  var readOnly: StoreError?
  var focus = Focus.composer
  /// Dialogs, the last one on top.
  var layers: [Layer] = []
  var pane = AttachmentPane()
  /// Whether the person has opened or closed the pane; nil leaves it to the width.
  var wantsPane: Bool?
  /// Attachments of the message that is being written, by their chips' numbers.
  var drafts: [Int: DraftAttachment] = [:]
  /// Attachments of the messages that were sent.
  var sent: [PaneItem] = []
  /// Sent attachments whose facts were asked for.
  var inspected: Set<String> = []
  /// The pictures that the terminal has, the oldest first.
  var given: [GivenPicture] = []
  /// The number that the next one is given.
  var nextPicture = 1
  /// The pictures that were handed to the terminal, also those that did not arrive.
  var requested: Set<PictureRequest> = []

  /// Messages that wait: for the reply under way, a file that is being read, or the conversation.
  var outbox: [ComposedText] = []
  /// The message that is being changed.
  var change: MessageChange?
  var reply: RunningReply?
  var recording: RunningRecording?
  var playing: String?
  /// What was read ahead.
  var reading = ReadingState()
  /// Figures of the last reply of this session.
  var lastFigures: ReplyFigures?

  var notice: Notice?
  /// Notices of the session, the newest last.
  var notices: [Notice] = []
  /// Why something is not saved.
  public internal(set) var unsaved: String?
  /// The message that was deleted last.
  var lastDeleted: Int?
  /// When the draft has to be saved.
  var draftDue: Double?

  /// The time of the last event.
  var now = 0.0

  /// What was drawn last: where the mouse hits, and what was seen.
  var shown = ScreenLayout()

  /// An empty chat.
  public init(_ settings: ChatSettings) {
    self.settings = settings
    theme = settings.configuration.theme
    transcript = Transcript(marks: settings.isASCII ? .ascii : .unicode)
  }

  var isASCII: Bool { settings.isASCII }
  var isReplying: Bool { reply != nil }

  /// When `tick` should come if nothing else does, in seconds of `ChatWorld.time`; nil when it need not.
  public var nextTick: Double? {
    let searching = transcript.searchStatus.map { !$0.isComplete } ?? false
    return [
      composer.settlesAt, draftDue, reading.dueAt, notice?.endsAt, reply?.nextTick, reading.nextTick,
      searching || needsInspection || needsPictures ? 0 : nil,
    ].compactMap { $0 }.min()
  }
}

/// What is known of the model.
enum ModelState: Sendable, Equatable {
  case absent
  case loading(TimeLeft)
  case ready(ModelFacts)
  case failed(String)

  var facts: ModelFacts? {
    if case .ready(let facts) = self { facts } else { nil }
  }
}

/// A line in the status that goes by itself.
struct Notice: Sendable, Equatable {
  /// Longer sentences are cut.
  static let limit = 8000

  var text: String
  var isError = false
  var begin = 0.0
  var endsAt: Double?
}

/// An attachment of the message that is being written.
struct DraftAttachment: Sendable, Equatable {
  var chip: Chip
  var facts: AttachmentFacts?
  var problem: String?
  /// Of a picture, the soft tokens that it may take.
  var budget: Int?

  /// As it goes into a message.
  var attachment: Attachment? {
    guard var attachment = facts?.attachment else { return nil }
    if attachment.kind == .picture { attachment.budget = budget }
    return attachment
  }
}
