import Chat
import Foundation
import TestSupport
import Testing

@testable import facet

@Suite struct LevelTestTests {
  private func sine(_ loudness: Float, seconds: Double = 2) -> [Float] {
    (0..<Int(16_000 * seconds)).map { loudness * sin(Float($0) * 0.2) }
  }

  @Test func loudnessIsInDecibelsBelowTheLimit() {
    let quietThenLoud = SoundLevel(sine(0.001, seconds: 1) + sine(0.1, seconds: 1))
    // A sine's effective level is 3 dB below its peak.
    #expect(abs(quietThenLoud.loudest + 23) < 0.2 && abs(quietThenLoud.quietest + 63) < 0.2)
    #expect(quietThenLoud.words == "−23 dB at its loudest, −63 dB at its quietest: good")
    #expect(SoundLevel(sine(0.1) + [Float](repeating: 0, count: 640)).words.contains("silence at its quietest"))
  }

  @Test(
    arguments: [
      (0, SoundLevel.Verdict.silent), (0.0001, .silent), (0.001, .faint), (0.2, .good), (0.98, .good), (1.5, .tooLoud),
    ] as [(Float, SoundLevel.Verdict)])
  func theVerdictSaysWhatItIsGoodFor(loudness: Float, verdict: SoundLevel.Verdict) {
    let level = SoundLevel(sine(loudness).map { max(-1, min(1, $0)) })
    #expect(level.verdict == verdict)
    #expect((verdict == .good) == LevelTest.heard(level).findings.isEmpty)
  }

  @Test func nothingIsSilent() {
    #expect(SoundLevel([]).verdict == .silent && SoundLevel([]).words == "nothing at all was heard")
  }

  /// Through ALSA's `file` plug-in, from a file as a microphone.
  @Test func theMicrophoneIsListenedToOnRequest() async throws {
    let folder = try TemporaryFolder()
    let sound = sine(0.1, seconds: 3).flatMap { sample in withUnsafeBytes(of: sample) { Array($0) } }
    let raw = try folder.write(Data(sound), named: "sound.raw")
    let alsa = """
      pcm.null { type null }
      pcm.default { type file slave.pcm null file /dev/null infile "\(raw)" format raw hint.description "A file" }

      """
    let environment = [
      "HOME": folder.path, "XDG_DATA_HOME": "", "XDG_CONFIG_HOME": "",
      "ALSA_CONFIG_PATH": try folder.write(Data(alsa.utf8), named: "alsa.conf"),
    ]
    let asked = try await BuiltProgram.run(["doctor", "--listen"], environment: environment)
    #expect(asked.output.contains("−23 dB at its loudest, −23 dB at its quietest: good"), "\(asked.output)")
    let json = try JSONValue(
      parsing: await BuiltProgram.run(["doctor", "--listen", "--json"], environment: environment).output)
    #expect(json["sound"]?["level"]?["verdict"]?.asString == "good")
    let silent = try await BuiltProgram.run(["doctor"], environment: environment)
    #expect(!silent.output.contains("dB") && silent.output.contains("facet doctor --listen"), "\(silent.output)")
    let unplugged = ["HOME": folder.path, "ALSA_CONFIG_PATH": "/dev/null"]
    let missing = try await BuiltProgram.run(["doctor", "--listen"], environment: unplugged)
    #expect(missing.output.contains("There is no microphone") && missing.status == 0, "\(missing.output)")
  }
}
