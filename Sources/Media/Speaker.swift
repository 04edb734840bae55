import CAlsa
import Foundation
import Synchronization

/// Plays a recording back through ALSA, on a thread of its own.
public final class Speaker: Sendable {
  private let isStopped = Atomic<Bool>(false)

  /// Starts to play; `handler` is called once on the thread that plays: with nil at the end, or with what went wrong.
  public init(_ waveform: Waveform, device: String = "default", handler: @escaping @Sendable (SpeakerError?) -> Void) {
    let thread = Thread { [self] in
      do throws(SpeakerError) {
        try play(waveform, device)
        handler(nil)
      } catch {
        handler(error)
      }
    }
    thread.name = "facet.speaker"
    thread.stackSize = 1 << 20
    thread.start()
  }

  /// Ends the playing within a tenth of a second.
  public func stop() { isStopped.store(true, ordering: .relaxed) }

  private func play(_ waveform: Waveform, _ device: String) throws(SpeakerError) {
    facet_alsa_silence()
    guard !device.isEmpty, !device.utf8.contains(0) else { throw .missing(device) }
    var opened: OpaquePointer?
    let code = snd_pcm_open(&opened, device, SND_PCM_STREAM_PLAYBACK, Int32(SND_PCM_NONBLOCK))
    guard code >= 0, let handle = opened else { throw SpeakerError(-code, device: device) }
    defer { snd_pcm_close(handle) }
    // ALSA's own conversion is good enough to hear what was said.
    let set = snd_pcm_set_params(
      handle, SND_PCM_FORMAT_FLOAT_LE, SND_PCM_ACCESS_RW_INTERLEAVED, 1, UInt32(Waveform.rate), 1, 200_000)
    guard set >= 0 else { throw SpeakerError(-set, device: device) }
    var place = 0
    let samples = waveform.samples
    var lastProgress = ContinuousClock.now
    while place < samples.count, !isStopped.load(ordering: .relaxed) {
      let count = min(1600, samples.count - place)
      let written = samples[place..<place + count].withUnsafeBufferPointer {
        snd_pcm_writei(handle, $0.baseAddress, snd_pcm_uframes_t(count))
      }
      if written > 0 {
        place += Int(written)
        lastProgress = .now
      } else if written == -snd_pcm_sframes_t(EAGAIN) || written == 0 {
        guard .now - lastProgress < .seconds(3) else { throw .failed(device, errorNumber: ETIMEDOUT) }
        snd_pcm_wait(handle, 100)
      } else {
        let recovered = snd_pcm_recover(handle, Int32(truncatingIfNeeded: written), 1)
        guard recovered >= 0 else { throw SpeakerError(-recovered, device: device) }
      }
    }
    guard !isStopped.load(ordering: .relaxed) else {
      snd_pcm_drop(handle)
      return
    }
    // What is in the device's buffer is still to be heard.
    snd_pcm_nonblock(handle, 0)
    snd_pcm_drain(handle)
  }
}

/// What can be wrong with playing sound; the first value is the device's name.
public enum SpeakerError: Error, Equatable, Sendable {
  case missing(String)
  case busy(String)
  case failed(String, errorNumber: Int32)

  init(_ errorNumber: Int32, device: String) {
    self =
      switch errorNumber {
      case ENOENT, ENODEV, ENXIO, EINVAL: .missing(device)
      case EBUSY: .busy(device)
      default: .failed(device, errorNumber: errorNumber)
      }
  }
}

extension SpeakerError: CustomStringConvertible {
  /// One sentence that says what is wrong and what to do.
  public var description: String {
    switch self {
    case .missing(let device): "there is nothing to play sound on ('\(device)'); connect a loudspeaker"
    case .busy(let device): "the loudspeaker '\(device)' is busy; end the program that plays on it"
    case .failed(let device, let errorNumber):
      "the loudspeaker '\(device)' failed (\(String(cString: strerror(errorNumber)).lowercased())); try again"
    }
  }
}
