import Chat
import Foundation
import Interface
import Media
import Synchronization

/// A recording on its way into the chat: its level, what was heard so far, piece by piece, and its clips.
final class RecordingSession: Sendable {
  private let microphone: Microphone

  /// Starts to record.
  ///
  /// `handler` is called on the recording's thread. Clips are kept in `folder`.
  init(_ options: MicrophoneOptions, folder: String, handler: @escaping @Sendable (RecordingEvent) -> Void) {
    let growing = Mutex(GrowingClip(folder: folder))
    microphone = Microphone(options) { event in
      for event in growing.withLock({ $0.take(event) }) { handler(event) }
    }
  }

  /// Closes the clip and ends.
  func stop() { microphone.stop() }

  /// Ends without a clip.
  func discard() { microphone.discard() }
}

/// The clip so far, as files that can be read ahead.
private struct GrowingClip {
  let folder: String
  private var samples: [Float] = []
  /// Samples that were handed over.
  private var handed = 0
  private var files: [String] = []
  private var lastLevel = 0

  /// Samples between two files: five frames, 0.2 seconds.
  ///
  /// What is left to read when somebody stops speaking is half of that; a machine that takes longer to read a piece finds several of
  /// them in the next one.
  private static let piece = 5 * Waveform.frameLength

  init(folder: String) { self.folder = folder }

  mutating func take(_ event: MicrophoneEvent) -> [RecordingEvent] {
    switch event {
    case .started: return [.started]
    case .frames(let frames, let level): return grow(frames, level)
    case .clip(let clip): return close(clip)
    case .interrupted: return []
    case .failed(let error): return [.failed(error.description)]
    case .ended:
      removeFiles()
      return [.ended]
    }
  }

  private mutating func grow(_ frames: [Float], _ level: Float) -> [RecordingEvent] {
    samples += frames
    var events: [RecordingEvent] = []
    // Fifteen times a second is as much as an eye follows.
    let tick = samples.count * 15 / Waveform.rate
    if tick != lastLevel {
      lastLevel = tick
      events.append(.level(level, seconds: Double(samples.count) / Double(Waveform.rate)))
    }
    let whole = samples.count / Self.piece * Self.piece
    if whole > handed {
      handed = whole
      let path = "\(folder)/growing-\(UUID().uuidString).wav"
      let heard = Waveform(samples: Array(samples.prefix(whole)))
      // It is wanted for a second; waiting for the disk, the thread would not listen.
      if (try? WaveWriter.write(heard, to: path, isDurable: false)) != nil,
        let attachment = try? Attachment(.recording, path: path, name: "")
      {
        // The one before may still be read.
        if files.count > 1 { unlink(files.removeFirst()) }
        files.append(path)
        events.append(.growing(attachment, seconds: Double(whole) / Double(Waveform.rate)))
      }
    }
    return events
  }

  private mutating func close(_ clip: MicrophoneClip) -> [RecordingEvent] {
    (samples, handed, lastLevel) = ([], 0, 0)
    if let remark = clip.remark { return [.dropped(remark)] }
    let path = "\(folder)/recording-\(UUID().uuidString).wav"
    do {
      try WaveWriter.write(clip.waveform, to: path)
      let attachment = try Attachment(.recording, path: path, name: "")
      return [.clip(AttachmentLoader.recording(attachment, clip.waveform))]
    } catch {
      return [.failed(Failure(error).sentence)]
    }
  }

  private mutating func removeFiles() {
    for file in files { unlink(file) }
    files = []
  }
}
