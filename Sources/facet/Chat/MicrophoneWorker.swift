import Chat
import Foundation
import Interface
import Media
import Synchronization

/// Records and plays, behind the screen.
final class MicrophoneWorker: Sendable {
  private struct State {
    var recording: RecordingSession?
    var speaker: Speaker?
    /// Counts what is played, so that the end of an earlier sound does not end a later one.
    var turn = 0
  }

  private let options: MicrophoneOptions
  private let folder: String
  private let mailbox: Mailbox
  private let state = Mutex(State())

  init(_ configuration: Configuration, folder: String, mailbox: Mailbox) {
    options = MicrophoneOptions(device: configuration.device, stopsAtPause: configuration.stopAtPause)
    (self.folder, self.mailbox) = (folder, mailbox)
  }

  func perform(_ effect: Effect) {
    switch effect {
    case .record: record()
    case .stopRecording: state.withLock { $0.recording }?.stop()
    case .discardRecording: state.withLock { $0.recording }?.discard()
    case .play(let attachment): play(attachment)
    case .stopPlaying: state.withLock { $0.speaker }?.stop()
    default: break
    }
  }

  private func record() {
    let session = RecordingSession(options, folder: folder) { [mailbox] event in
      mailbox.post(.recording(event))
      if event == .ended { mailbox.run { $0.recordingEnded() } }
    }
    state.withLock { state in
      state.recording?.discard()
      state.recording = session
    }
  }

  private func play(_ attachment: Attachment) {
    let turn = state.withLock { state in
      state.speaker?.stop()
      state.turn += 1
      return state.turn
    }
    DispatchQueue.global().async { [self] in
      do {
        let waveform = try SoundReader.read(path: attachment.path)
        let speaker = Speaker(waveform) { [self] error in
          guard state.withLock({ $0.turn == turn }) else { return }
          mailbox.post(.playing(id: nil))
          if let error { mailbox.post(.problem(error.description)) }
        }
        mailbox.post(.playing(id: attachment.id))
        state.withLock { $0.speaker = speaker }
      } catch {
        mailbox.post(.problem(Failure(error).sentence))
      }
    }
  }
}
