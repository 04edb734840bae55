import Foundation
import Testing

extension EndToEnd {
  /// However the program ends, the terminal is as it was.
  @Suite struct Leaving {
    /// What `stty -a` says in a terminal, before and after the program.
    private func settings(_ chat: ChatSession, in file: String) async throws -> String {
      let path = chat.home.folder.path + "/" + file
      // What is typed before the shell reads again may be lost: a terminal is brought back with its input thrown away.
      try await chat.terminal.wait(for: "the shell's prompt") { $0.isShell }
      try chat.terminal.type("stty -a > '\(path)'; echo \"\(file): $?\"")
      try chat.terminal.press("Enter")
      try await chat.terminal.wait(for: "\n\(file): 0\n")
      return try String(contentsOfFile: path, encoding: .utf8)
    }

    private func open(
      _ home: ChatHome, variables: [String: String] = [:]
    ) async throws -> (chat: ChatSession, settings: String) {
      let chat = try ChatSession(home, variables: variables)
      let settings = try await settings(chat, in: "before")
      #expect(settings.contains(" icanon"))
      try await chat.open()
      try await chat.terminal.wait(for: "the chat to be ready") { $0.status.contains("ready") }
      return (chat, settings)
    }

    @Test(arguments: [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGSEGV, SIGABRT])
    func aSignalBringsTheTerminalBack(_ signal: Int32) async throws {
      let (chat, before) = try await open(ChatHome())
      try await chat.say("Go on")
      try await chat.waitForWriting()
      try chat.send(signal)
      #expect(try await chat.status() == 128 + Int(signal))
      let isFullScreen = try chat.terminal.isFullScreen
      #expect(!isFullScreen)
      #expect(try await settings(chat, in: "after") == before)
      #expect(try chat.terminal.value("cursor_flag") == "1")
      // Nothing of the chat's own stays switched on: a paste is only text again.
      try chat.terminal.paste("echo pa''sted")
      try chat.terminal.press("Enter")
      try await chat.terminal.wait(for: "\npasted\n")
    }

    @Test func controlZGoesToTheShellAndFgBack() async throws {
      let (chat, before) = try await open(ChatHome())
      try await chat.say("Go on")
      try await chat.waitForWriting()
      try chat.terminal.press("C-z")
      try await chat.terminal.wait(for: "the shell") { _ in try !chat.terminal.isFullScreen }
      #expect(try await settings(chat, in: "suspended") == before)
      try chat.terminal.type("fg")
      try chat.terminal.press("Enter")
      try await chat.terminal.wait(for: "the chat again") { screen in
        let isFullScreen = try chat.terminal.isFullScreen
        return isFullScreen && screen.status.contains("writing")
      }
      try await chat.stopReply()
      try await chat.say("Here again")
      try await chat.waitForWriting()
      #expect(try await chat.leave() == 0)
      #expect(try await settings(chat, in: "after") == before)
    }

    @Test func theEditorHasTheTerminalForItself() async throws {
      let home = try ChatHome()
      let script = """
        #!/bin/sh
        stty -a > '\(home.folder.path)/editing'
        grep SigBlk /proc/self/status > '\(home.folder.path)/signals'
        printf 'edited %s' "$(cat "$1")" > "$1"

        """
      try home.folder.write(Data(script.utf8), named: "bin/edit")
      chmod(home.programs + "/edit", 0o755)
      let (chat, before) = try await open(home, variables: ["EDITOR": "edit"])
      try chat.terminal.type("text")
      try await chat.terminal.wait(for: "what was typed") { $0.composer.contains("text") }
      try chat.terminal.press("C-g")
      try await chat.terminal.wait(for: "the edited message") { $0.composer.contains("edited text") }
      #expect(try String(contentsOfFile: home.folder.path + "/editing", encoding: .utf8) == before)
      // An editor that gets no SIGINT, SIGTSTP and SIGWINCH is none.
      let signals = try String(contentsOfFile: home.folder.path + "/signals", encoding: .utf8)
      #expect(signals.hasSuffix("\t0000000000000000\n"), "\(signals)")
      #expect(try await chat.leave() == 0)
    }

    @Test func aTerminalThatVanishesEndsTheProgram() async throws {
      let chat = try await ChatSession.ready(ChatHome())
      try await chat.say("Go on")
      try await chat.waitForWriting()
      chat.terminal.vanish()
      try await chat.waitForEnd()
    }
  }
}
