import Foundation
import Synchronization

@testable import Media

/// Devices of ALSA that play files, so that recording is tested where there is no sound.
enum FakeDevices {
  static let folder: String = {
    let folder = NSTemporaryDirectory() + "facet-devices-\(getpid())"
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let names = ["speech", "silence", "short", "tone"]
    let configuration =
      "pcm.null { type null }\n"
      + names.map {
        "pcm.\($0) { type file slave.pcm null file /dev/null infile \"\(folder)/\($0).raw\" format raw }\n"
      }
      .joined()
      + "pcm.default { type file slave.pcm null file /dev/null infile \"\(folder)/speech.raw\" format raw\n"
      + " hint { show on description \"A file\nof speech\" } }\n"
      + "pcm.broken { type hw card 77 device 0 }\n"
    try? Data(configuration.utf8).write(to: URL(fileURLWithPath: folder + "/alsa.conf"))
    setenv("ALSA_CONFIG_PATH", folder + "/alsa.conf", 1)
    return folder
  }()

  /// What `device` plays: little-endian samples in 32-bit floating point.
  static func play(_ samples: [Float], as device: String) throws {
    try play(samples.withUnsafeBytes { Data($0) }, as: device)
  }

  static func play(_ bytes: Data, as device: String) throws {
    try bytes.write(to: URL(fileURLWithPath: "\(folder)/\(device).raw"))
  }

  static var hasSpeech: Bool { FileManager.default.isExecutableFile(atPath: "/usr/bin/espeak-ng") }

  /// A spoken sentence at 16 kHz.
  static func speech(_ text: String) throws -> Waveform {
    let null = open("/dev/null", O_RDONLY | O_CLOEXEC)
    defer { close(null) }
    let program = try ExternalProgram(
      "/usr/bin/espeak-ng", arguments: ["--stdout", text], input: null, seconds: 20)
    let bytes = try program.rest(limit: 10_000_000) ?? []
    try program.finish()
    return try bytes.withUnsafeBytes { try SoundReader.read($0, name: "speech") }
  }
}

/// Collects what a microphone tells and waits for its end.
final class EventBox: Sendable {
  private let state = Mutex<[MicrophoneEvent]>([])

  var events: [MicrophoneEvent] { state.withLock { $0 } }

  func take(_ event: MicrophoneEvent) {
    state.withLock { $0.append(event) }
  }

  func waitForEnd() async throws -> [MicrophoneEvent] {
    for _ in 0..<1000 where events.last != .ended { try await Task.sleep(for: .milliseconds(10)) }
    return events
  }
}

extension [MicrophoneEvent] {
  var clips: [MicrophoneClip] {
    compactMap { if case .clip(let clip) = $0 { clip } else { nil } }
  }

  var frames: [Float] {
    flatMap { event -> [Float] in if case .frames(let samples, _) = event { samples } else { [] } }
  }

  var errors: [MicrophoneError] {
    compactMap { if case .failed(let error) = $0 { error } else { nil } }
  }
}
