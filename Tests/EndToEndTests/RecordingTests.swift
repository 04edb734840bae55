import Foundation
import Testing

extension EndToEnd {
  /// Push to talk, with a device that plays a sentence.
  @Suite(.enabled(if: Tool.speaker.isThere && Tool.ffmpeg.isThere, "needs espeak-ng and ffmpeg"))
  struct Recording {
    /// A microphone that hears a spoken sentence and then silence: variables for the program.
    private func microphone(_ home: ChatHome) throws -> [String: String] {
      let folder = home.folder.path
      try Tool.speaker.run(["-w", folder + "/speech.wav", "What is the capital of France?"])
      try Tool.ffmpeg.run([
        "-v", "error", "-i", folder + "/speech.wav", "-af", "apad=pad_dur=4", "-ar", "16000", "-ac", "1", "-f", "f32le",
        folder + "/speech.raw",
      ])
      let configuration = """
        pcm.null { type null }
        pcm.default { type file slave.pcm null file /dev/null infile "\(folder)/speech.raw" format raw }

        """
      try home.folder.write(Data(configuration.utf8), named: "alsa.conf")
      return ["ALSA_CONFIG_PATH": folder + "/alsa.conf"]
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
