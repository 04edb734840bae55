import Foundation
import Testing

extension EndToEnd {
  /// Push to talk, with a device that plays a sentence.
  @Suite(.enabled(if: Tool.speaker.isThere && Tool.ffmpeg.isThere, "needs espeak-ng and ffmpeg"))
  struct Recording {
    /// A microphone that hears a spoken sentence and then silence, at once; variables for the program.
    private func microphone(_ home: ChatHome) throws -> [String: String] {
      let folder = home.folder.path
      try Tool.speaker.run(["-w", folder + "/speech.wav", "What is the capital of France?"])
      try Tool.ffmpeg.run(
        ["-v", "error", "-i", folder + "/speech.wav", "-af", "apad=pad_dur=4"] + Self.format + [folder + "/speech.raw"])
      return try device(home, playing: folder + "/speech.raw")
    }

    /// A microphone that hears somebody who does not stop, as time goes by; variables for the program.
    private func patientMicrophone(_ home: ChatHome) throws -> [String: String] {
      let folder = home.folder.path
      try Tool.speaker.run(["-w", folder + "/speech.wav", "On and on and on, about this and that."])
      mkfifo(folder + "/sound", 0o600)
      // It ends when nobody listens any more, and in any case soon.
      let command =
        "timeout 60 ffmpeg -v error -re -stream_loop -1 -i '\(folder)/speech.wav' "
        + "\(Self.format.joined(separator: " ")) -y '\(folder)/sound' > /dev/null 2>&1 &"
      try Tool("sh").run(["-c", command])
      return try device(home, playing: folder + "/sound")
    }

    private static let format = ["-ar", "16000", "-ac", "1", "-f", "f32le"]

    private func device(_ home: ChatHome, playing file: String) throws -> [String: String] {
      let configuration = """
        pcm.null { type null }
        pcm.default { type file slave.pcm null file /dev/null infile "\(file)" format raw }

        """
      return ["ALSA_CONFIG_PATH": try home.folder.write(Data(configuration.utf8), named: "alsa.conf")]
    }

    @Test func whatIsSaidBecomesAChipAndGoesWithTheMessage() async throws {
      let home = try ChatHome(maximumTokens: 20, seesAndHears: true, settings: "stopAtPause: true")
      let chat = try await ChatSession.ready(home, variables: microphone(home))
      try chat.terminal.press("F9")
      let screen = try await chat.terminal.wait(for: "the recording") { screen in
        screen.composer.contains(/⟦Recording 0:0[1-9]⟧/) && !screen.status.contains("REC")
      }
      #expect(!screen.status.contains("Enter keep"))
      try await chat.say("Please answer")
      let reply = try await chat.terminal.wait(for: "it reached the most tokens")
      #expect(reply.text.contains("Please answer"))
      #expect(reply.text.contains("⟦Recording 1"), "\(reply.text)")
      #expect(try await chat.leave() == 0)
    }

    @Test func theKeyStartsARecordingAndEnterKeepsIt() async throws {
      let home = try ChatHome(seesAndHears: true)
      let chat = try await ChatSession.ready(home, variables: patientMicrophone(home))
      try chat.terminal.type("before")
      try chat.terminal.press("F9")
      // The model listens while somebody speaks.
      let screen = try await chat.terminal.wait(for: "a second that was heard") { $0.status.contains("heard 1 s") }
      #expect(screen.status.contains("● REC 0:0"))
      #expect(screen.status.contains("s left"))
      try chat.terminal.press("Enter")
      try await chat.terminal.wait(for: "the chip") { screen in
        screen.composer.contains(/before ⟦Recording 0:0[1-9]⟧/) && !screen.status.contains("REC")
      }
      #expect(try await chat.leave() == 0)
    }

    @Test func escDropsARecording() async throws {
      let home = try ChatHome(seesAndHears: true)
      let chat = try await ChatSession.ready(home, variables: patientMicrophone(home))
      try chat.terminal.press("F9")
      try await chat.terminal.wait(for: "the recording") { $0.status.contains("● REC 0:01") }
      try chat.terminal.press("Escape")
      let screen = try await chat.terminal.wait(for: "the recording was dropped")
      #expect(screen.isComposerEmpty)
      #expect(try await chat.leave() == 0)
    }

    @Test func aMicrophoneThatIsNotThereIsSaidAndTheTextStays() async throws {
      let home = try ChatHome(seesAndHears: true)
      try home.folder.write(Data("pcm.null { type null }\n".utf8), named: "alsa.conf")
      let chat = try await ChatSession.ready(
        home, variables: ["ALSA_CONFIG_PATH": home.folder.path + "/alsa.conf"], columns: 160)
      try chat.terminal.type("words")
      try chat.terminal.press("F9")
      let screen = try await chat.terminal.wait(for: "a sentence about the microphone") {
        $0.status.contains("microphone") && !$0.status.contains("opening")
      }
      #expect(screen.composer.contains("words"))
      #expect(try await chat.leave() == 0)
    }
  }
}
