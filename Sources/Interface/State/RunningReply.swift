import Chat
import Screen

/// A reply while it comes into being.
struct RunningReply: Sendable {
  enum Phase: Sendable, Equatable {
    /// Nothing has come yet.
    case waiting
    case reading(done: Int, of: Int)
    case thinking
    case writing
  }

  /// The message's number in the conversation.
  let message: Int
  /// When it was asked for.
  let start: Double
  var phase = Phase.waiting
  var left = TimeLeft()
  /// Collects what is written to the disk once a second.
  var log: ReplyLog
  /// When the first and the last piece of text came, and how many did.
  var firstPiece: Double?
  var lastPiece = 0.0
  var pieces = 0
  /// Tokens of the prompt, once they are known.
  var promptTokens: Int?
  var thoughtStart: Double?
  var thoughtSeconds: Int?
  /// Whether it was asked to stop.
  var isStopping = false
  /// When text was last handed to the disk.
  var flushed: Double

  init(message: Int, at time: Double) {
    (self.message, start, flushed) = (message, time, time)
    log = ReplyLog(message: message)
  }

  /// Tokens a second so far; nil before there are enough to tell.
  var rate: Double? {
    guard let firstPiece, pieces > 4, lastPiece > firstPiece else { return nil }
    return Double(pieces - 1) / (lastPiece - firstPiece)
  }

  /// Once a second: the clock in the status goes on, and text is saved.
  var nextTick: Double? { flushed + 1 }
}

/// A recording while it is made.
struct RunningRecording: Sendable, Equatable {
  /// When the key was pressed.
  var start: Double
  /// When the key was pressed last, repeats included.
  var lastPress: Double
  /// The key that started it, as long as it is held; nil where nobody tells that it is let go.
  var held: Key?
  /// The loudness of the last moments, 0…1.
  var levels: [Float] = []
  /// The length of the clip so far.
  var seconds = 0.0
  /// Seconds of it that the model was given.
  var heard: Double?
  /// Seconds of it that the model is about to have read.
  var pendingHeard: Double?
  /// What was heard so far, to be read ahead.
  var growing: Attachment?
  var isStarted = false
  var isStopping = false
  /// Whether what was recorded is sent as soon as it is there.
  var sends = false
  /// Clips that were kept.
  var clips = 0

  init(start: Double, sends: Bool = false) {
    (self.start, lastPress, self.sends) = (start, start, sends)
  }

  /// The longest time before a held key repeats, in seconds; X11 waits 0.66.
  static let slowestRepeat = 1.0
  /// The longest clip, in seconds: what the model hears in one piece.
  static let limit = 30.0
}

/// What of the prompt was read before it was sent.
struct ReadingState: Sendable, Equatable {
  /// How far it is; nil when nothing was read ahead.
  var progress: ReadingProgress?
  var left = TimeLeft()
  /// Content addresses of attachments that were read.
  var read: Set<String> = []
  /// When to begin, if nobody types until then.
  var dueAt: Double?
  /// What was given to the model last.
  var given: Conversation?

  var isReading: Bool { progress.map { $0.done < $0.total } ?? false }
  /// The time left goes down between two reports.
  var nextTick: Double? { nil }
}
