import Chat
import Engine
import Foundation
import Guide
import Interface
import Screen
import Terminal

/// The chat on the whole screen: owns the terminal and the state, on the main thread.
///
/// It sleeps in `poll` on the terminal and the mailbox; nothing here waits for the model, the disk or the microphone.
@MainActor
final class FullScreenChat {
  /// The shortest time between two frames that no key asked for, in seconds: 60 a second.
  private static let frameInterval = 1.0 / 60

  let session: TerminalSession
  let mailbox = Mailbox()
  private(set) var state: ChatState
  private var world = ChatWorld()
  private let workers: ChatWorkers
  private let themes: ThemeLibrary
  private var theme: Theme
  private let start = ContinuousClock.now
  private var isEnding = false
  /// Whether something changed since the last frame.
  private var isDirty = true
  private var paintedAt = -1.0

  init(_ launch: ChatLaunch, _ surroundings: Surroundings) throws {
    let configuration = launch.configuration.configuration
    var options = TerminalSession.Options()
    options.usesMouse = configuration.mouse
    session = try TerminalSession(environment: surroundings.environment, options: options)
    themes = ThemeLibrary(folders: launch.themeFolders)
    var problems = launch.configuration.problems.map(\.description) + launch.notes
    do throws(ThemeError) {
      theme = try themes.theme(named: configuration.theme)
    } catch {
      problems.append("\(error)")
      theme = .monochrome
    }
    var settings = ChatSettings()
    settings.configuration = configuration
    settings.configuration.theme = theme.name
    do throws(KeyBindingsError) {
      settings.bindings = try KeyBindings(
        changes: configuration.keys.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    } catch {
      problems.append("\(launch.configuration.path ?? "configuration"): \(error)")
    }
    settings.isASCII = !session.capabilities.isUTF8
    settings.depth = session.capabilities.depth
    settings.hasPictures = configuration.pictures == .kitty || session.capabilities.hasKittyPictures
    settings.hasReleases = session.capabilities.hasKittyKeyboard && !session.capabilities.isTmux
    settings.cellPixels = session.cellPixels
    settings.modelName = launch.server?.model ?? launch.modelName
    settings.server = launch.server?.facts
    settings.guideName = Guide.name
    state = ChatState(settings)
    ResizeSignal.install(waking: mailbox)
    workers = ChatWorkers(launch, mailbox: mailbox, environment: surroundings.environment)
    world.home = surroundings.variable("HOME") ?? ""
    world.folder = FileManager.default.currentDirectoryPath
    world.status = FileWorld.status
    world.list = FileWorld.list
    world.themes = { [themes] in themes.names }
    for problem in problems { mailbox.post(.problem(problem)) }
  }

  /// Runs until somebody leaves, and gives the exit status.
  static func run(_ launch: ChatLaunch, _ surroundings: Surroundings) throws -> CInt {
    let chat = try FullScreenChat(launch, surroundings)
    Interruption.shared.handOver { [mailbox = chat.mailbox] in mailbox.wake() }
    defer { chat.session.close() }
    // The first frame stands before anything else begins, and says already what comes next.
    if launch.model != nil || launch.server != nil { chat.happen(.modelLoading(0)) }
    chat.paint()
    chat.workers.begin(launch)
    for path in launch.attachments { chat.happen(.pastedFile(path: path)) }
    chat.loop()
    chat.session.close()
    chat.workers.end()
    chat.drainStoreEvents()
    if let sentence = chat.state.unsaved { surroundings.note(sentence) }
    return Interruption.shared.status ?? 0
  }

  // MARK: The loop

  private func loop() {
    while !isEnding {
      waitForSomething()
      if Interruption.shared.status != nil || session.isHungUp {
        end()
        return
      }
      if ResizeSignal.take() {
        session.resize(to: session.currentSize())
        isDirty = true
      }
      // What a person does is shown at once, whatever else comes.
      let keys = session.readEvents()
      // What was typed behind the key that leaves is for nobody.
      for key in keys where !isEnding { happen(.input(key)) }
      if !keys.isEmpty, !isEnding { paint() }
      if isEnding { return }
      for item in mailbox.drain() {
        switch item {
        case .event(let event): happen(event)
        case .work(let work): work(self)
        }
      }
      if let due = state.nextTick, due <= now { happen(.tick) }
      if isDirty, !isEnding, now - paintedAt >= Self.frameInterval { paint() }
    }
  }

  private var now: Double {
    let passed = ContinuousClock.now - start
    return Double(passed.components.seconds) + Double(passed.components.attoseconds) * 1e-18
  }

  /// Sleeps until the terminal or the mailbox has something, or time is up.
  private func waitForSomething() {
    var waits: [Double] = []
    if let input = session.inputTimeout { waits.append(Double(input) / 1000) }
    if let due = state.nextTick { waits.append(max(0, due - now)) }
    if isDirty { waits.append(max(0, paintedAt + Self.frameInterval - now)) }
    let milliseconds = waits.min().map { Int32(min(60_000, ($0 * 1000).rounded(.up))) } ?? -1
    var descriptors = [
      pollfd(fd: session.fileDescriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: mailbox.descriptor, events: Int16(POLLIN), revents: 0),
    ]
    let count = poll(&descriptors, 2, milliseconds)
    // Where the mailbox or the next frame woke it, what followed a lone Esc may still be on its way.
    if count >= 0, descriptors[0].revents == 0 {
      for key in session.inputTimedOut() { happen(.input(key)) }
    }
  }

  private func paint() {
    session.paint(state.render(session.size), theme: theme)
    paintedAt = now
    isDirty = false
  }

  // MARK: Events and effects

  /// Takes an event in and does what follows from it.
  func happen(_ event: ChatEvent) {
    world.time = now
    world.date = Date()
    isDirty = true
    for effect in state.update(event, world) { carryOut(effect) }
  }

  /// Learns what came of the last writing, which went on while the screen was closed already.
  private func drainStoreEvents() {
    for case .event(let event) in mailbox.drain() {
      switch event {
      case .saved, .notSaved: happen(event)
      default: break
      }
    }
  }

  private func carryOut(_ effect: Effect) {
    switch effect {
    case .theme(let name): change(theme: name)
    case .redraw: session.invalidate()
    case .suspend:
      workers.flush()
      session.stopProcess()
      happen(.resumed)
    case .edit(let text): edit(text)
    case .forget(let number): session.forget(picture: number)
    case .record:
      session.setReportsReleases(true)
      workers.perform(effect)
    case .quit: isEnding = true
    default: workers.perform(effect)
    }
  }

  /// Key releases are only wanted while something is recorded.
  func recordingEnded() { session.setReportsReleases(false) }

  private func change(theme name: String) {
    do throws(ThemeError) {
      theme = try themes.theme(named: name)
      happen(.themed(name))
    } catch {
      happen(.problem("\(error)"))
    }
  }

  /// Lends the terminal to the person's editor.
  private func edit(_ text: String) {
    session.suspend()
    let result = TextEditor(environment: workers.environment).edit(text)
    session.resume()
    happen(.resumed)
    switch result {
    case .success(let text?): happen(.edited(text))
    case .success(nil): break
    case .failure(let problem): happen(.problem(problem.description))
    }
  }

  /// The program is told to end: what there is is kept.
  private func end() {
    world.time = now
    world.date = Date()
    for effect in state.end(world) { carryOut(effect) }
    isEnding = true
  }
}
