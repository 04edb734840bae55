import CAlsa
import Foundation

/// An ALSA device opened for recording, which gives one channel at its own rate.
///
/// Reading never waits longer than asked, whatever the device does.
final class MicrophoneCapture {
  /// What is asked of a device; it may give something else.
  struct Wish {
    var formats: [snd_pcm_format_t] = [
      SND_PCM_FORMAT_FLOAT_LE, SND_PCM_FORMAT_S16_LE, SND_PCM_FORMAT_S32_LE, SND_PCM_FORMAT_S24_LE,
      SND_PCM_FORMAT_S24_3LE, SND_PCM_FORMAT_U8,
    ]
    var rate: UInt32 = 16_000
    var channels: UInt32 = 1
  }

  /// What reading led to.
  enum Outcome {
    case samples([Float])
    /// Nothing came in time.
    case nothing
    /// Sound was lost; the device runs again.
    case interrupted
  }

  let rate: Int
  let channels: Int
  private let device: String
  private let handle: OpaquePointer
  private let format: snd_pcm_format_t
  private let frameBytes: Int
  private var buffer: [UInt8]
  private var failures = 0

  /// Opens a device and starts it.
  init(device: String, wish: Wish = Wish()) throws(MicrophoneError) {
    facet_alsa_silence()
    self.device = device
    guard !device.isEmpty, !device.utf8.contains(0) else { throw .missing(device) }
    var opened: OpaquePointer?
    var code = snd_pcm_open(&opened, device, SND_PCM_STREAM_CAPTURE, Int32(SND_PCM_NONBLOCK))
    // In a configuration a wrong name is an invalid argument.
    if code == -EINVAL { code = -ENOENT }
    guard code >= 0, let opened else { throw MicrophoneError(-code, device: device) }
    do throws(MicrophoneError) {
      let agreed = try Self.agree(opened, wish, device)
      (format, rate, channels) = (agreed.format, Int(agreed.rate), Int(agreed.channels))
    } catch {
      snd_pcm_close(opened)
      throw error
    }
    handle = opened
    frameBytes = channels * Int(snd_pcm_format_physical_width(format)) / 8
    buffer = [UInt8](repeating: 0, count: max(64, rate / 50) * frameBytes)
    code = snd_pcm_prepare(handle)
    if code >= 0 { code = snd_pcm_start(handle) }
    // Some devices start by themselves at the first read.
    guard code >= 0 || code == -EBADFD || code == -ENOSYS else { throw MicrophoneError(-code, device: device) }
  }

  deinit {
    snd_pcm_drop(handle)
    snd_pcm_close(handle)
  }

  private static func agree(
    _ handle: OpaquePointer, _ wish: Wish, _ device: String
  ) throws(MicrophoneError) -> (format: snd_pcm_format_t, rate: UInt32, channels: UInt32) {
    var allocated: OpaquePointer?
    guard snd_pcm_hw_params_malloc(&allocated) >= 0, let parameters = allocated else {
      throw .failed(device, errorNumber: ENOMEM)
    }
    defer { snd_pcm_hw_params_free(parameters) }
    func check(_ code: Int32, _ detail: String) throws(MicrophoneError) {
      if code == -ENODEV { throw .missing(device) }
      guard code >= 0 else { throw .unsupported(device, detail: detail) }
    }
    try check(snd_pcm_hw_params_any(handle, parameters), "it has no configuration")
    try check(
      snd_pcm_hw_params_set_access(handle, parameters, SND_PCM_ACCESS_RW_INTERLEAVED), "no interleaved reading")
    guard let format = wish.formats.first(where: { snd_pcm_hw_params_set_format(handle, parameters, $0) >= 0 }) else {
      throw .unsupported(device, detail: "no known sample format")
    }
    var channels = wish.channels
    try check(snd_pcm_hw_params_set_channels_near(handle, parameters, &channels), "no number of channels")
    // ALSA's own conversion of rates folds high notes back; ours does not.
    snd_pcm_hw_params_set_rate_resample(handle, parameters, 0)
    var rate = wish.rate
    try check(snd_pcm_hw_params_set_rate_near(handle, parameters, &rate, nil), "no sample rate")
    guard (4_000...384_000).contains(rate), (1...64).contains(channels) else {
      throw .unsupported(device, detail: "\(rate) samples a second in \(channels) channels")
    }
    // A second of room, so that a busy machine loses nothing.
    var length = snd_pcm_uframes_t(rate)
    snd_pcm_hw_params_set_buffer_size_near(handle, parameters, &length)
    var period = snd_pcm_uframes_t(rate / 50)
    snd_pcm_hw_params_set_period_size_near(handle, parameters, &period, nil)
    let code = snd_pcm_hw_params(handle, parameters)
    if code == -EBUSY || code == -ENODEV { throw MicrophoneError(-code, device: device) }
    try check(code, "the parameters are refused")
    return (format, rate, channels)
  }

  /// Samples of each channel that the device holds.
  var waiting: Int { max(0, Int(snd_pcm_avail(handle))) }

  /// The next sound, waiting for it `milliseconds` at most.
  func read(milliseconds: Int32) throws(MicrophoneError) -> Outcome {
    let capacity = snd_pcm_uframes_t(buffer.count / frameBytes)
    var count = buffer.withUnsafeMutableBytes { snd_pcm_readi(handle, $0.baseAddress, capacity) }
    if count == -snd_pcm_sframes_t(EAGAIN) || count == 0 {
      let code = snd_pcm_wait(handle, milliseconds)
      if code == 0 || code == -EINTR { return .nothing }
      if code < 0 { return try recover(-code) }
      count = buffer.withUnsafeMutableBytes { snd_pcm_readi(handle, $0.baseAddress, capacity) }
      if count == -snd_pcm_sframes_t(EAGAIN) || count == 0 { return .nothing }
    }
    if count < 0 { return try recover(Int32(truncatingIfNeeded: -count)) }
    failures = 0
    return .samples(
      buffer.withUnsafeBytes { bytes in
        MicrophoneSamples.mono(
          UnsafeRawBufferPointer(rebasing: bytes[..<(Int(count) * frameBytes)]), format: format, channels: channels)
      })
  }

  /// Brings the device back after an overrun or a suspended machine.
  private func recover(_ errorNumber: Int32) throws(MicrophoneError) -> Outcome {
    failures += 1
    guard failures <= 10 else { throw MicrophoneError(errorNumber, device: device, whileRecording: true) }
    switch errorNumber {
    case EINTR: return .nothing
    case ESTRPIPE:
      // The device asks to be asked again while it wakes up.
      if snd_pcm_resume(handle) == -EAGAIN {
        usleep(100_000)
        return .nothing
      }
    case EPIPE: break
    default: throw MicrophoneError(errorNumber, device: device, whileRecording: true)
    }
    var code = snd_pcm_prepare(handle)
    if code >= 0 { code = snd_pcm_start(handle) }
    guard code >= 0 || code == -EBADFD else { throw MicrophoneError(-code, device: device, whileRecording: true) }
    return .interrupted
  }
}

/// Makes one channel of numbers from what devices give.
enum MicrophoneSamples {
  /// The mean of the channels, −1…1.
  static func mono(_ bytes: UnsafeRawBufferPointer, format: snd_pcm_format_t, channels: Int) -> [Float] {
    switch format {
    case SND_PCM_FORMAT_FLOAT_LE:
      mono(bytes, width: 4, channels) {
        Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: UInt32.self)))
      }
    case SND_PCM_FORMAT_S16_LE:
      mono(bytes, width: 2, channels) {
        Float(Int16(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: Int16.self))) / 0x8000
      }
    case SND_PCM_FORMAT_S32_LE:
      mono(bytes, width: 4, channels) {
        Float(Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: Int32.self))) / 0x8000_0000
      }
    case SND_PCM_FORMAT_S24_LE:
      // The top byte means nothing.
      mono(bytes, width: 4, channels) {
        Float(Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: Int32.self)) << 8) / 0x8000_0000
      }
    case SND_PCM_FORMAT_S24_3LE:
      mono(bytes, width: 3, channels) { offset in
        let value = UInt32(bytes[offset]) << 8 | UInt32(bytes[offset + 1]) << 16 | UInt32(bytes[offset + 2]) << 24
        return Float(Int32(bitPattern: value)) / 0x8000_0000
      }
    case SND_PCM_FORMAT_U8:
      mono(bytes, width: 1, channels) { (Float(bytes[$0]) - 128) / 128 }
    default: []
    }
  }

  @inline(__always)
  private static func mono(
    _ bytes: UnsafeRawBufferPointer, width: Int, _ channels: Int, _ sample: (Int) -> Float
  ) -> [Float] {
    let frames = bytes.count / (width * channels)
    return (0..<frames).map { frame in
      var sum: Float = 0
      for channel in 0..<channels {
        let value = sample((frame * channels + channel) * width)
        // A device that gives no number in floating point must not silence the whole recording.
        sum += value.isFinite ? max(-1, min(1, value)) : 0
      }
      return sum / Float(channels)
    }
  }
}
