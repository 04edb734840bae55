import Foundation
import TestSupport
import Testing

@testable import facet

/// What shells make of the scripts: they are asked as they would ask, not read.
@Suite struct CompletionsTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(Data(), named: "model one.gguf")
    for shell in Shell.allCases { try folder.write(Data(shell.completions.utf8), named: "facet." + shell.rawValue) }
  }

  /// What bash offers for the last of some words.
  private func bash(_ words: String...) throws -> [String] {
    let list = (["facet"] + words).map(Shell.quoted).joined(separator: " ")
    // Outside a completion there are no options of one to set.
    let script = """
      compopt() { :; }; source facet.bash; cd \(Shell.quoted(folder.path))
      COMP_WORDS=(\(list)); COMP_CWORD=\(words.count); _facet; printf '%s\\n' "${COMPREPLY[@]}"
      """
    return try lines(of: "bash", "--norc", "-c", "cd \(Shell.quoted(folder.path)); " + script)
  }

  /// What fish offers for a line.
  private func fish(_ line: String) throws -> [String] {
    try lines(
      of: "fish", "--no-config", "-c",
      "cd \(Shell.quoted(folder.path)); source facet.fish; complete -C \(Shell.quoted(line))"
    )
    .map { String($0.prefix { $0 != "\t" }) }
  }

  private func lines(of program: String, _ arguments: String...) throws -> [String] {
    let output = try SystemProgram.run(program, arguments)
    return output.split(separator: "\n").map(String.init)
  }

  @Test func bashCompletesSubcommandsOptionsValuesAndFiles() throws {
    #expect(try bash("do") == ["doctor"])
    #expect(try bash("ru") == ["run"])
    #expect(try bash("run", "--min") == ["--min-p"])
    #expect(try bash("run", "--kv", "") == ["f16", "q8_0"])
    #expect(try bash("run", "--kv", "=", "q") == ["q8_0"])
    #expect(try bash("run", "--model", "mod") == ["model one.gguf"])
    #expect(try bash("inspect", "mod") == ["model one.gguf"])
    #expect(try bash("completions", "f") == ["fish"])
    #expect(try bash("pull", "gemma-4-12b-q8") == ["gemma-4-12b-q8_0"])
    #expect(try bash("help", "tok") == ["tokenize"])
    // Without a subcommand the options are the chat's.
    #expect(try bash("--la") == ["--last"])
    #expect(try bash("--ver") == ["--version"])
    #expect(try bash("--last", "--no-d") == ["--no-draft"])
    #expect(try bash("run", "--seed", "1").isEmpty)
  }

  @Test(.enabled(if: SystemProgram.isThere("fish"), "fish is not installed"))
  func fishCompletesSubcommandsOptionsValuesAndFiles() throws {
    #expect(try fish("facet do") == ["doctor"])
    #expect(try fish("facet run --min") == ["--min-p"])
    #expect(try fish("facet run --kv ") == ["f16", "q8_0"])
    #expect(try fish("facet run --model mod").first?.contains("model") == true)
    #expect(try fish("facet completions f") == ["fish"])
    #expect(try fish("facet --la") == ["--last"])
    #expect(try fish("facet --ver") == ["--version"])
  }

  @Test(.enabled(if: SystemProgram.isThere("zsh"), "zsh is not installed"))
  func zshReadsItsScript() throws {
    // The completion itself needs a terminal; that the script is read, and gives the function, does not.
    let script = "autoload -U compinit; compinit -D; source facet.zsh; whence -w _facet; print -r -- $_comps[facet]"
    #expect(
      try lines(of: "zsh", "-f", "-c", "cd \(Shell.quoted(folder.path)); " + script) == ["_facet: function", "_facet"])
  }

  @Test func anUnknownShellIsNamed() async throws {
    let result = try await BuiltProgram.run(["completions", "tcsh"])
    #expect(result.status == 2)
    #expect(result.errors.contains("bash, zsh or fish, not “tcsh”"))
    #expect(try await BuiltProgram.run(["completions", "fish"]).output == Shell.fish.completions)
  }

  @Test(.enabled(if: SystemProgram.isThere("groff"), "groff is not installed"))
  func theManualPageIsReadWithoutAWarning() throws {
    let page = try folder.write(Data(ManPage.text.utf8), named: "facet.1")
    let shown = try SystemProgram.run("sh", ["-c", "groff -man -ww -Tascii -P-cbou \(Shell.quoted(page)) 2>&1"])
    #expect(!shown.contains("warning"), "\(shown.prefix(2_000))")
    for words in ["FACET(1)", "facet bench", "--version", "--top-p", "EXIT STATUS", "*mmproj*.gguf"] {
      #expect(shown.contains(words), "\(words)")
    }
  }

  @Test func nothingOnTheManualPageIsACommandByAccident() {
    #expect(ManPage.escaped(".br") == "\\&.br")
    #expect(ManPage.escaped("'quoted'") == "\\&'quoted'")
    #expect(ManPage.escaped("a\\b --c") == "a\\eb \\-\\-c")
  }
}
