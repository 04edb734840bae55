import Chat
import Foundation
import Guide
import Interface
import Screen
import Synchronization

/// The chat line by line: for screen readers, terminals that cannot be drawn on, and pipes.
///
/// It sleeps in `poll` on standard input and the mailbox, and drives the same state and workers as the whole screen.
@MainActor
final class PlainChat: ChatHost {
  private let mailbox = Mailbox()
  private let workers: ChatWorkers
  private let surroundings: Surroundings
  private var talk: PlainTalk
  private var printer: PlainPrinter
  private var reader = LineReader()
  private var world = ChatWorld()
  private let start = ContinuousClock.now
  /// Why standard output takes nothing more.
  private var outputFailure: OutputError?

  init(_ launch: ChatLaunch, _ surroundings: Surroundings) {
    self.surroundings = surroundings
    var settings = ChatSettings()
    settings.configuration = launch.configuration.configuration
    settings.isASCII = surroundings.output.isTerminal && !surroundings.output.isUnicode
    settings.modelName = launch.server?.model ?? launch.modelName
    settings.server = launch.server?.facts
    settings.guideName = Guide.name
    let isInteractive = surroundings.isInputTerminal
    talk = PlainTalk(settings, isInteractive: isInteractive, showsProgress: surroundings.errors.isTerminal)
    printer = PlainPrinter(surroundings)
    workers = ChatWorkers(launch, mailbox: mailbox, environment: surroundings.environment)
    world.home = surroundings.variable("HOME") ?? ""
    world.folder = FileManager.default.currentDirectoryPath
    world.status = FileWorld.status
    world.list = FileWorld.list
  }

  /// Runs until somebody leaves or no line follows, and gives the exit status.
  static func run(_ launch: ChatLaunch, _ surroundings: Surroundings) async throws -> CInt {
    for sentence in launch.configuration.problems.map(\.description) + launch.notes { surroundings.note(sentence) }
    let chat = PlainChat(launch, surroundings)
    let interrupts = Interrupts()
    Interruption.shared.handOver { [mailbox = chat.mailbox] in mailbox.wake() }
    Interruption.shared.takeOverInterrupt { [mailbox = chat.mailbox] in
      // Where nobody reads, the main thread may wait for ever to write.
      if interrupts.add() > 2 { Interruption.shared.leave(130) }
      mailbox.wake()
    }
    chat.loop(launch, interrupts)
    chat.workers.end()
    if let failure = chat.outputFailure { throw failure }
    switch chat.talk.ending {
    case .interrupted?: return Interruption.shared.status ?? 130
    case .failed?: return 1
    case .finished?, nil: return !surroundings.isInputTerminal && !chat.talk.isFine ? 1 : 0
    }
  }

  // MARK: The loop

  private func loop(_ launch: ChatLaunch, _ interrupts: Interrupts) {
    take { $0.begin($1) }
    workers.begin(launch)
    for path in launch.attachments { happen(.pastedFile(path: path)) }
    while talk.ending == nil {
      let hasLines = waitForSomething()
      if Interruption.shared.status != nil || outputFailure != nil {
        take { $0.end($1) }
        break
      }
      if interrupts.take() > 0 { take { $0.interrupt($1) } }
      drain()
      if hasLines, talk.ending == nil { readLines() }
      if let due = talk.nextTick, due <= now { happen(.tick) }
    }
    // What was written last may still fail.
    workers.flush()
    drain()
    print { printer throws(OutputError) in try printer.close() }
  }

  private func drain() {
    for item in mailbox.drain() {
      switch item {
      case .event(let event): happen(event)
      case .work(let work): work(self)
      }
    }
  }

  private var now: Double { (ContinuousClock.now - start).seconds }

  /// Sleeps until there is a line or something in the mailbox, or time is up; says whether there is a line.
  private func waitForSomething() -> Bool {
    let milliseconds = talk.nextTick.map { Int32(min(60_000, max(0, ($0 - now) * 1000).rounded(.up))) } ?? -1
    var descriptors = [
      pollfd(fd: mailbox.descriptor, events: Int16(POLLIN), revents: 0),
      // A negative descriptor is passed over.
      pollfd(fd: talk.wantsLines ? STDIN_FILENO : -1, events: Int16(POLLIN), revents: 0),
    ]
    _ = poll(&descriptors, 2, milliseconds)
    return descriptors[1].revents != 0
  }

  private func readLines() {
    do throws(InputError) {
      let lines = try reader.read { surroundings.note($0) }
      if !lines.isEmpty { printer.lineWasTyped() }
      for line in lines where talk.ending == nil { take { $0.take(line: line, $1) } }
    } catch {
      take { $0.take(.problem(error.description), $1) }
      take { $0.endInput($1) }
    }
    if reader.isAtEnd { take { $0.endInput($1) } }
  }

  // MARK: Events and effects

  func happen(_ event: ChatEvent) { take { $0.take(event, $1) } }

  func show(picture number: Int, _ pixels: PixelData, size: Size) -> Bool { false }

  func send(terminalSequence: [UInt8]) -> Bool { false }

  func recordingEnded() {}

  private func take(_ change: (inout PlainTalk, ChatWorld) -> PlainTalk.Step) {
    world.time = now
    world.date = Date()
    let step = change(&talk, world)
    print { printer throws(OutputError) in try printer.print(step.output) }
    for effect in step.effects {
      workers.perform(effect)
      guard PlainTalk.isAwaited(effect) else { continue }
      workers.afterwards(effect) { [mailbox] in
        mailbox.run { host in (host as? PlainChat)?.settled() }
      }
    }
  }

  private func settled() { take { $0.settled($1) } }

  private func print(_ write: (inout PlainPrinter) throws(OutputError) -> Void) {
    guard outputFailure == nil else { return }
    do throws(OutputError) {
      try write(&printer)
    } catch {
      outputFailure = error
    }
  }
}

/// How often Ctrl-C came since somebody looked.
private final class Interrupts: Sendable {
  private let count = Atomic<Int>(0)

  /// Counts one more, and gives all.
  func add() -> Int { count.add(1, ordering: .relaxed).newValue }

  /// Gives all, and begins anew.
  func take() -> Int { count.exchange(0, ordering: .relaxed) }
}
