import Chat
import Engine
import Models

/// What the chat begins with, whether it fills the screen or goes line by line.
struct ChatLaunch: Sendable {
  /// Which conversation is open at first.
  enum Start: Sendable, Equatable {
    /// A new one.
    case new
    /// The one that was used last.
    case last
    /// The one with this name in the store, or otherwise with this title.
    case named(String)
  }

  /// The configuration, with what the command line says instead of it already put in.
  var configuration: ConfigurationFile
  /// The model; nil when it cannot be known which one is meant: then the chat opens and says why.
  var model: ModelSource?
  /// What the model is called until more is known: its name on the shelf, or that of its file.
  var modelName = ""
  /// Why it is not known.
  var modelProblem: InputError?
  /// The server that replies in the model's place; nil for none.
  var server: ServerConnection?
  /// The model's projector; nil for none.
  var projector: ModelSource?
  /// The model's drafter; nil for none.
  var drafter: ModelSource?
  /// The models on this machine.
  var shelf = ModelShelf(environment: [:], sharedOllama: [])
  /// What the person is told when the chat opens.
  var notes: [String] = []
  /// How the engine uses the machine.
  var engine = EngineOptions()
  /// Which conversation is open at first.
  var start = Start.new
  /// Files to attach to the first message.
  var attachments: [String] = []
  /// Where conversations are kept; nil where there is no folder for them: then nothing is saved, and the person is told why.
  var storeFolder: String?
  /// Why there is no such folder.
  var storeProblem: StoreError?
  /// Folders with themes, an earlier one wins.
  var themeFolders: [String] = []
}
