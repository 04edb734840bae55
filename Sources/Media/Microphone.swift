import CAlsa
import Foundation
import Synchronization

/// Records from a microphone on a thread of its own.
///
/// ```swift
/// let microphone = Microphone(MicrophoneOptions()) { event in mailbox.post(event) }
/// …
/// microphone.stop()      // a clip and `ended` follow
/// ```
/// The thread asks after at most 100 ms whether it shall stop, and closes a clip at its limit by the samples and by the clock, whichever comes
/// first: so a device that hangs cannot keep a recording open.
public final class Microphone: Sendable {
  private let control: MicrophoneControl

  /// Starts to record; `handler` is called on the recording's thread.
  public convenience init(_ options: MicrophoneOptions, handler: @escaping @Sendable (MicrophoneEvent) -> Void) {
    self.init(options, wish: MicrophoneCapture.Wish(), handler: handler)
  }

  init(
    _ options: MicrophoneOptions, wish: MicrophoneCapture.Wish, handler: @escaping @Sendable (MicrophoneEvent) -> Void
  ) {
    let control = MicrophoneControl()
    self.control = control
    let thread = Thread {
      MicrophoneThread(options: options, wish: wish, control: control, handler: handler).run()
    }
    thread.name = "facet.microphone"
    thread.stackSize = 1 << 20
    thread.start()
  }

  deinit {
    control.ask(.discard)
  }

  /// Closes the clip and ends; the events follow.
  public func stop() {
    control.ask(.stop)
  }

  /// Ends without a clip; only `ended` follows.
  public func discard() {
    control.ask(.discard)
  }

  /// Records until the stream is no longer wanted or `stop` is called on the microphone beside it.
  public static func record(_ options: MicrophoneOptions) -> (
    microphone: Microphone, events: AsyncStream<MicrophoneEvent>
  ) {
    let (events, continuation) = AsyncStream<MicrophoneEvent>.makeStream()
    let microphone = Microphone(options) { event in
      continuation.yield(event)
      if event == .ended { continuation.finish() }
    }
    continuation.onTermination = { [control = microphone.control] _ in control.ask(.discard) }
    return (microphone, events)
  }
}

/// What the recording's thread is asked to do.
final class MicrophoneControl: Sendable {
  enum Request: Int {
    case go, stop, discard
  }

  private let request = Mutex(Request.go)

  var current: Request { request.withLock { $0 } }

  /// The first request to end counts.
  func ask(_ new: Request) {
    request.withLock { if $0 == .go { $0 = new } }
  }
}

/// The work of the recording's thread.
private struct MicrophoneThread {
  let options: MicrophoneOptions
  let wish: MicrophoneCapture.Wish
  let control: MicrophoneControl
  let handler: @Sendable (MicrophoneEvent) -> Void

  /// A device that gives nothing for so long is not waited for.
  private static let patience = 3.0

  func run() {
    defer { handler(.ended) }
    var collector = MicrophoneCollector(options)
    do throws(MicrophoneError) {
      let capture = try MicrophoneCapture(device: options.device, wish: wish)
      handler(.started(rate: capture.rate, channels: capture.channels))
      try record(from: capture, into: &collector)
    } catch {
      if control.current != .discard { emit(collector.finish(.failure).filter(\.isWorthKeeping)) }
      handler(.failed(error))
    }
  }

  private func record(
    from capture: MicrophoneCapture, into collector: inout MicrophoneCollector
  ) throws(MicrophoneError) {
    var resampler = Resampler(from: capture.rate)
    var clipStart = ContinuousClock.now
    var lastSound = ContinuousClock.now
    while true {
      switch control.current {
      case .go: break
      case .discard: return
      case .stop:
        // What the device still holds was said before.
        var left = capture.waiting
        while left > 0, !collector.isFinished, case .samples(let samples) = try capture.read(milliseconds: 0) {
          left -= samples.count
          var block: [Float] = []
          resampler.append(samples[...], to: &block)
          emit(collector.append(block))
        }
        if collector.isFinished { return }
        var rest: [Float] = []
        resampler.finish(to: &rest)
        emit(collector.append(rest) + collector.finish(.stopped))
        return
      }
      switch try capture.read(milliseconds: 100) {
      case .nothing:
        if .now - lastSound > .seconds(Self.patience) {
          throw .mute(options.device, seconds: Self.patience)
        }
        // A device that stutters gives less than it should: the clock closes the clip.
        if .now - clipStart > .seconds(options.clipSeconds + 1) {
          emit(collector.finish(.limit))
          return
        }
      case .interrupted: handler(.interrupted)
      case .samples(let samples):
        lastSound = .now
        var block: [Float] = []
        resampler.append(samples[...], to: &block)
        let events = collector.append(block)
        if events.contains(where: \.isClip) { clipStart = .now }
        emit(events)
        if collector.isFinished { return }
      }
    }
  }

  private func emit(_ events: [MicrophoneEvent]) {
    for event in events { handler(event) }
  }
}

extension MicrophoneEvent {
  fileprivate var isClip: Bool {
    if case .clip = self { true } else { false }
  }

  /// Whether a failure leaves something: the error says enough where nothing was heard yet.
  fileprivate var isWorthKeeping: Bool {
    if case .clip(let clip) = self { clip.verdict == .good } else { true }
  }
}
