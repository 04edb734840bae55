import Chat
import Foundation
import Interface
import Media
import Screen
import Synchronization

/// Everybody who works behind the screen, and who does which effect.
final class ChatWorkers: Sendable {
  let environment: [String: String]
  private let mailbox: Mailbox
  private let assistant: AssistantWorker
  private let models: ModelWorker
  private let store: StoreWorker
  private let attachments: AttachmentWorker
  private let microphone: MicrophoneWorker
  private let clipboard: ClipboardWorker
  private let files: DraftFiles
  private let readings: ReadingFolder

  init(_ launch: ChatLaunch, mailbox: Mailbox, environment: [String: String]) {
    self.environment = environment
    self.mailbox = mailbox
    let post: @Sendable (ChatEvent) -> Void = { mailbox.post($0) }
    files = DraftFiles(storeFolder: launch.storeFolder)
    readings = ReadingFolder(storeFolder: launch.storeFolder)
    store = StoreWorker(
      // Where there is no folder nothing can be written, and the store keeps all in memory.
      ConversationStore(folder: launch.storeFolder ?? "/proc/facet"), problem: launch.storeProblem, post: post)
    let loader = AttachmentLoader(
      folder: files.path, pictureBudget: launch.configuration.configuration.pictureBudget)
    let attachments = AttachmentWorker(loader, mailbox: mailbox)
    self.attachments = attachments
    models = ModelWorker(launch, post: post)
    assistant = AssistantWorker(
      loader: launch.server?.loader ?? AssistantWorker.local(launch), room: AssistantWorker.room(launch),
      triesAgain: launch.server != nil
    ) { event in
      // Before anybody asks what pictures take with this model.
      if case .modelReady(let facts) = event { attachments.use(largestBudget: facts.largestBudget) }
      mailbox.post(event)
    }
    microphone = MicrophoneWorker(launch.configuration.configuration, folder: files.path, mailbox: mailbox)
    clipboard = ClipboardWorker(Clipboard(environment: environment), folder: files.path, mailbox: mailbox)
  }

  /// Begins to load what the chat opens with.
  func begin(_ launch: ChatLaunch) {
    store.begin(launch.start)
    assistant.load(launch.model)
  }

  /// Hands an effect to who does it.
  func perform(_ effect: Effect) {
    switch effect {
    case .loadModel(let path): assistant.load(path.map { .file($0) } ?? .guide)
    case .listModels: models.list { [assistant] in assistant.source }
    case .useServerModel(let name): assistant.load(.file(name))
    case .prepare(let conversation): assistant.prepare(conversation)
    case .stopPreparing: assistant.stopPreparing()
    case .reply(let message, let conversation, let options): assistant.reply(message, conversation, options)
    case .stopReply: assistant.stop()
    case .keepReading(let conversation):
      guard let file = readings.file(of: conversation) else { return }
      readings.make()
      let readings = readings
      assistant.keepReading(in: file) { readings.tidy() }
    case .takeReading(let conversation):
      if let file = readings.file(of: conversation) { assistant.takeReading(from: file) }
    case .attach, .inspect, .loadPicture, .transmit: attachments.perform(effect)
    case .play, .stopPlaying, .record, .stopRecording, .discardRecording: microphone.perform(effect)
    case .copy(let text, let name): clipboard.copy(text, name: name)
    case .paste: clipboard.paste()
    case .delete(let conversation, _):
      readings.remove(conversation)
      store.perform(effect)
    case .store, .keepDraft, .addHistory, .newConversation, .open, .fork, .list, .rename, .undoDelete, .export:
      store.perform(effect)
    // The terminal's own, done where the screen is.
    case .theme, .redraw, .suspend, .edit, .forget, .quit: break
    }
  }

  /// Calls `done` when an effect and all before it are done; of the clipboard, the store and the search for models, who do one thing after the other.
  func afterwards(_ effect: Effect, _ done: @escaping @Sendable () -> Void) {
    switch effect {
    case .copy: clipboard.afterwards(done)
    case .listModels: models.afterwards(done)
    default: store.afterwards(done)
    }
  }

  /// Waits until what was written is on the disk.
  func flush() { store.flush(seconds: 2) }

  /// Ends all work.
  func end() {
    microphone.perform(.discardRecording)
    microphone.perform(.stopPlaying)
    assistant.stop()
    store.flush(seconds: 5)
    assistant.flush(seconds: 20)
    files.clean()
  }
}
