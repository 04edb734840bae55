import CAlsa
import Foundation
import Synchronization
import Testing

@testable import Media

@Suite struct MicrophoneCollectorTests {
  private func noise(_ seconds: Double, _ level: Float) -> [Float] {
    var state: UInt32 = 1
    return (0..<Int(seconds * 16_000)).map { _ in
      state = state &* 1_664_525 &+ 1_013_904_223
      return (Float(state >> 8) / Float(1 << 23) - 1) * level
    }
  }

  @Test func framesAreWholeAndTheClipIsAll() {
    var collector = MicrophoneCollector(MicrophoneOptions())
    let sound = noise(1.01, 0.3)
    var events: [MicrophoneEvent] = []
    for start in stride(from: 0, to: sound.count, by: 377) {
      events += collector.append(Array(sound[start..<min(start + 377, sound.count)]))
    }
    events += collector.finish(.stopped)
    #expect(events.clips.count == 1)
    #expect(events.clips[0].waveform.samples.count == sound.count)
    #expect(events.clips[0].verdict == .good)
    #expect(events.frames.count == sound.count / 640 * 640)
    #expect(events.frames[...] == events.clips[0].waveform.samples.prefix(events.frames.count))
    for event in events { if case .frames(let samples, _) = event { #expect(samples.count % 640 == 0) } }
  }

  @Test func atTheLimitTheNextClipFollowsWithoutAGap() {
    var options = MicrophoneOptions()
    options.clipSeconds = 2
    options.clipLimit = 3
    var collector = MicrophoneCollector(options)
    let sound = noise(7, 0.2)
    let clips = collector.append(sound).clips
    #expect(clips.map(\.reason) == [.limit, .limit, .limit])
    #expect(clips.map(\.waveform.samples.count) == [32_000, 32_000, 32_000])
    #expect(collector.isFinished)
    let joined = clips.flatMap(\.waveform.samples)
    #expect(zip(joined, sound).allSatisfy { abs($0 - $1) <= 0.5 / 32768 })
    #expect(collector.append(sound).isEmpty)
    #expect(collector.finish(.stopped).isEmpty)
  }

  @Test func shortAndSilentClipsAreReported() {
    var short = MicrophoneCollector(MicrophoneOptions())
    let shortClip = (short.append(noise(0.29, 0.5)) + short.finish(.stopped)).clips[0]
    #expect(shortClip.verdict == .tooShort)
    #expect(shortClip.remark?.contains("0.3 seconds") == true)
    var silent = MicrophoneCollector(MicrophoneOptions())
    #expect((silent.append(noise(3, 0.0005)) + silent.finish(.stopped)).clips[0].verdict == .silent)
    var humming = MicrophoneCollector(MicrophoneOptions())
    #expect((humming.append(noise(6, 0.01)) + humming.finish(.stopped)).clips[0].verdict == .silent)
    var speaking = MicrophoneCollector(MicrophoneOptions())
    let sound = noise(2, 0.001) + noise(0.5, 0.05) + noise(1, 0.001)
    #expect((speaking.append(sound) + speaking.finish(.stopped)).clips[0].verdict == .good)
    var empty = MicrophoneCollector(MicrophoneOptions())
    #expect(empty.finish(.stopped).clips.map(\.verdict) == [.tooShort])
  }

  @Test func aPauseAfterSpeechEndsTheRecording() {
    let quiet: Float = 0.004
    let sound = noise(2, quiet) + noise(1, 0.2) + noise(0.5, quiet) + noise(1, 0.2) + noise(3, quiet)
    var options = MicrophoneOptions(stopsAtPause: true)
    var collector = MicrophoneCollector(options)
    var clips: [MicrophoneClip] = []
    for start in stride(from: 0, to: sound.count, by: 640) {
      clips += collector.append(Array(sound[start..<min(start + 640, sound.count)])).clips
    }
    #expect(clips.map(\.reason) == [.pause])
    #expect((5.6...5.9).contains(clips[0].waveform.seconds), "\(clips[0].waveform.seconds)")
    options.stopsAtPause = false
    var patient = MicrophoneCollector(options)
    #expect(patient.append(sound).clips.isEmpty)
  }

  @Test func theLevelFollowsTheSound() {
    func level(_ amplitude: Float) -> Float {
      var collector = MicrophoneCollector(MicrophoneOptions())
      for event in collector.append(noise(0.04, amplitude)) { if case .frames(_, let level) = event { return level } }
      return -1
    }
    #expect(level(0) == 0)
    #expect(level(1) > 0.9)
    #expect(level(0.01) > 0.2 && level(0.01) < level(0.1) && level(0.1) < level(1))
  }

  @Test func samplesOfEveryKindBecomeOneChannel() {
    func mono(_ bytes: [UInt8], _ format: snd_pcm_format_t, _ channels: Int) -> [Float] {
      bytes.withUnsafeBytes { MicrophoneSamples.mono($0, format: format, channels: channels) }
    }
    #expect(mono([0x00, 0x40, 0x00, 0xC0], SND_PCM_FORMAT_S16_LE, 1) == [0.5, -0.5])
    #expect(mono([0x00, 0x40, 0x00, 0xC0], SND_PCM_FORMAT_S16_LE, 2) == [0])
    #expect(mono([0, 0, 0x40, 0, 0, 0x80], SND_PCM_FORMAT_S24_3LE, 1) == [0.5, -1])
    #expect(mono([0, 0, 0x40, 0xFF], SND_PCM_FORMAT_S24_LE, 1) == [0.5])
    #expect(mono([0, 0, 0, 0x40], SND_PCM_FORMAT_S32_LE, 1) == [0.5])
    #expect(mono([0, 128, 192], SND_PCM_FORMAT_U8, 1) == [-1, 0, 0.5])
    #expect(mono([0, 0, 0xC0, 0x7F, 0, 0, 0, 0x3F], SND_PCM_FORMAT_FLOAT_LE, 1) == [0, 0.5])
    #expect(mono([1, 2, 3], SND_PCM_FORMAT_S16_LE, 2).isEmpty)
  }
}

@Suite(.serialized) struct MicrophoneTests {
  @Test(.enabled(if: FakeDevices.hasSpeech, "needs espeak-ng")) func speechFromADeviceIsHeard() async throws {
    let speech = try FakeDevices.speech("What is the capital of France?")
    let sound = speech.samples + [Float](repeating: 0, count: 48_000)
    try FakeDevices.play(sound, as: "speech")
    let box = EventBox()
    let microphone = Microphone(MicrophoneOptions(device: "speech", stopsAtPause: true)) { box.take($0) }
    let events = try await box.waitForEnd()
    withExtendedLifetime(microphone) {}
    #expect(events.first == .started(rate: 16_000, channels: 1))
    #expect(events.errors.isEmpty)
    let clip = try #require(events.clips.first)
    #expect(clip.reason == .pause)
    #expect(clip.verdict == .good)
    #expect(clip.waveform.seconds > speech.seconds && clip.waveform.seconds < speech.seconds + 1.5)
    // Nothing is lost, doubled or changed: rounding aside it is what was played.
    let heard = clip.waveform.samples
    #expect(zip(heard, sound).allSatisfy { abs($0 - $1) <= 1.01 / 32768 })
    let path = FakeDevices.folder + "/clip.wav"
    try WaveWriter.write(clip.waveform, to: path)
    #expect(try SoundReader.read(path: path) == clip.waveform)
    var status = stat()
    stat(path, &status)
    #expect(status.st_mode & 0o777 == 0o600)
  }

  @Test func whatADeviceGivesInsteadIsConverted() async throws {
    // A tone in two channels of 16 bits at 44.1 kHz, 1.5 s long.
    let tone = (0..<66_150).flatMap { index -> [Int16] in
      let value = Int16(16_000 * sin(2 * Double.pi * 440 * Double(index) / 44_100))
      return [value, value]
    }
    try FakeDevices.play(tone.withUnsafeBytes { Data($0) }, as: "tone")
    var wish = MicrophoneCapture.Wish()
    (wish.formats, wish.rate, wish.channels) = ([SND_PCM_FORMAT_S16_LE], 44_100, 2)
    var options = MicrophoneOptions(device: "tone")
    options.clipSeconds = 1
    options.clipLimit = 1
    let box = EventBox()
    let microphone = Microphone(options, wish: wish) { box.take($0) }
    let events = try await box.waitForEnd()
    withExtendedLifetime(microphone) {}
    #expect(events.first == .started(rate: 44_100, channels: 2))
    let samples = try #require(events.clips.first).waveform.samples
    #expect(samples.count == 16_000)
    // After the filter's start it is the tone.
    let expected = (0..<16_000).map { Float(16_000.0 / 32_768 * sin(2 * Double.pi * 440 * Double($0) / 16_000)) }
    #expect(zip(samples, expected).dropFirst(400).allSatisfy { abs($0 - $1) < 0.001 })
  }

  @Test func stoppingGivesTheClipAndDiscardingNone() async throws {
    try FakeDevices.play([Float](repeating: 0, count: 16_000), as: "silence")
    let stopped = EventBox()
    let first = Microphone(MicrophoneOptions(device: "silence")) { stopped.take($0) }
    first.stop()
    let events = try await stopped.waitForEnd()
    #expect(events.clips.last.map { $0.verdict != .good } == true)
    #expect(events.last == .ended)
    let discarded = EventBox()
    let second = Microphone(MicrophoneOptions(device: "silence")) { discarded.take($0) }
    second.discard()
    #expect(try await discarded.waitForEnd().last == .ended)
    #expect(discarded.events.clips.allSatisfy { $0.reason == .limit })
  }

  @Test func whatTheDeviceHoldsWhenItIsStoppedIsKept() async throws {
    try FakeDevices.play((0..<64_000).map { Float($0) / 64_000 }, as: "short")
    let (box, begun, stopped) = (EventBox(), DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    let hasStopped = Mutex(false)
    let microphone = Microphone(MicrophoneOptions(device: "short")) { event in
      box.take(event)
      // Who listens is busy until the end, and the device goes on meanwhile.
      if case .frames = event, !hasStopped.withLock({ $0 }) {
        begun.signal()
        stopped.wait()
      }
    }
    await withCheckedContinuation { continuation in
      Thread.detachNewThread {
        begun.wait()
        microphone.stop()
        hasStopped.withLock { $0 = true }
        stopped.signal()
        continuation.resume()
      }
    }
    let clip = try #require(await box.waitForEnd().clips.first)
    // A second is what this device always has.
    #expect((16_000..<17_600).contains(clip.waveform.samples.count))
    #expect(zip(clip.waveform.samples, clip.waveform.samples.dropFirst()).allSatisfy { $0 <= $1 })
  }

  @Test func theRecordingEndsWhenNobodyListens() async throws {
    try FakeDevices.play([Float](repeating: 0.1, count: 16_000), as: "short")
    var options = MicrophoneOptions(device: "short")
    options.clipLimit = .max
    let (microphone, stream) = Microphone.record(options)
    for await event in stream {
      if case .frames = event { break }
    }
    microphone.stop()
  }

  @Test(arguments: ["nowhere", "broken", "", "a\u{0}b"]) func aMissingDeviceIsNamed(_ device: String) async throws {
    _ = FakeDevices.folder
    let box = EventBox()
    let microphone = Microphone(MicrophoneOptions(device: device)) { box.take($0) }
    #expect(try await box.waitForEnd() == [.failed(.missing(device)), .ended])
    withExtendedLifetime(microphone) {}
  }

  @Test func theDefaultDeviceIsListedFirst() {
    _ = FakeDevices.folder
    #expect(Microphone.devices().first == MicrophoneDevice(name: "default", description: "A file, of speech"))
  }

  @Test func everyErrorNumberHasItsSentence() {
    #expect(MicrophoneError(EBUSY, device: "hw:1") == .busy("hw:1"))
    #expect(MicrophoneError(ENODEV, device: "hw:1") == .missing("hw:1"))
    #expect(MicrophoneError(ENODEV, device: "hw:1", whileRecording: true) == .unplugged("hw:1"))
    #expect(MicrophoneError(EACCES, device: "hw:1") == .forbidden("hw:1"))
    #expect(MicrophoneError(ECONNREFUSED, device: "default") == .noServer("default"))
    #expect(MicrophoneError(ENOMEM, device: "x").description.contains("cannot allocate memory"))
  }
}
