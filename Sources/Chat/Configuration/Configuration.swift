import Foundation

/// What a person has set once for all conversations.
///
/// It is read from one file in the person's configuration folder and never from the current one, where anybody's file may lie.
public struct Configuration: Sendable, Equatable {
  /// How the composer's keys work.
  public enum Editing: String, Sendable, CaseIterable {
    case emacs, vi
  }

  /// What Enter does while a reply runs.
  public enum EnterWhileReplying: String, Sendable, CaseIterable {
    case queue, interrupt
  }

  /// How pictures are shown in the terminal.
  public enum PictureDisplay: String, Sendable, CaseIterable {
    case auto, kitty, blocks, off
  }

  /// The theme's name.
  public var theme = "dark"
  /// The model's file, or its name on the shelf; nil for what the command line or the environment says.
  public var model: String?
  /// The projector's file; nil for the one beside the model.
  public var projector: String?
  /// The drafter's file; nil for the one beside the model.
  public var drafter: String?
  /// The address of a server that replies in the place of a model on this machine; nil for none.
  public var server: String?
  /// The server's name for the model; nil for the only one that it has.
  public var serverModel: String?
  /// The file with the key that `server` asks for.
  public var apiKeyFile: String?
  /// Tokens that a conversation and its reply may have together; nil leaves it to the program.
  public var context: Int?
  /// Threads that compute; nil for as many as the machine has processors.
  public var threads: Int?
  /// Whether what was read of a conversation is kept on the disk when it is left, so that it goes on at once.
  public var keepReading = false
  /// What the model is told before every conversation; empty for nothing.
  public var system = ""
  /// Whether the model thinks before it answers.
  public var think = false
  /// How replies are drawn.
  public var reply = ReplyOptions()
  /// Soft tokens that a picture may take; nil chooses the fewest that scale nothing down.
  public var pictureBudget: Int?
  /// How pictures are shown.
  public var pictures = PictureDisplay.auto
  /// The microphone, by the name that `facet devices` prints.
  public var device = "default"
  /// Whether a recording is sent as soon as it is closed.
  public var autoSend = false
  /// Whether a recording closes by itself after a pause.
  public var stopAtPause = false
  /// How the composer's keys work.
  public var editing = Editing.emacs
  /// What Enter does while a reply runs.
  public var enterWhileReplying = EnterWhileReplying.queue
  /// Whether the mouse is used; then the terminal's own selection needs Shift.
  public var mouse = false
  /// Whether thoughts are shown unfolded.
  public var showThoughts = false
  /// Keys, such as "ctrl-g", by the name of what they do; an empty list takes an action's keys away.
  public var keys: [String: [String]] = [:]

  /// The defaults.
  public init() {}
}

/// What a configuration file has to know of keys, which whoever reads them tells it.
public struct KeyNames: Sendable {
  /// Why a text is no key: a sentence that says what to write instead.
  public struct Problem: Error, Sendable, Equatable {
    /// The sentence.
    public var sentence: String
    /// A problem.
    public init(_ sentence: String) { self.sentence = sentence }
  }

  /// What keys can be bound to.
  public var actions: [String]
  /// The usual spelling of a key: "Ctrl+Space" → "ctrl-space".
  public var spelling: @Sendable (String) throws(Problem) -> String

  /// Names of keys and of what they do.
  public init(actions: [String], spelling: @escaping @Sendable (String) throws(Problem) -> String) {
    (self.actions, self.spelling) = (actions, spelling)
  }
}
