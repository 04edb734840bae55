import Foundation
import Testing

@testable import Chat

/// Changing one key of a configuration.
@Suite struct ConfigurationEditingTests {
  private func set(_ text: String) throws -> String {
    try ConfigurationFile.text(text, setting: "model", to: "gemma", path: "c.json5")
  }

  @Test(
    arguments: [
      ("", "{\n  model: \"gemma\",\n}\n"),
      ("// mine", "// mine\n{\n  model: \"gemma\",\n}\n"),
      ("{}", "{ model: \"gemma\" }"),
      ("{ theme: 'dark' }", "{ model: \"gemma\", theme: 'dark' }"),
      ("{ // all\n}", "{ model: \"gemma\", // all\n}"),
      ("{\n    theme: 'dark', // dark\n}\n", "{\n    model: \"gemma\",\n    theme: 'dark', // dark\n}\n"),
      ("{model:/* old */'/x.gguf'/* end */, think: true}", "{model:/* old */\"gemma\"/* end */, think: true}"),
      ("{\n  \"model\": null\n}", "{\n  \"model\": \"gemma\"\n}"),
      ("{model: 'a', model: 'b'}", "{model: \"gemma\", model: \"gemma\"}"),
      ("\u{FEFF}{keys: {model: []}}", "\u{FEFF}{ model: \"gemma\",keys: {model: []}}"),
    ])
  func allElseStaysAsItWas(text: String, expected: String) throws {
    let changed = try set(text)
    #expect(changed == expected)
    #expect(ConfigurationFile(changed, path: "c.json5").configuration.model == "gemma")
    // Once more changes nothing.
    #expect(try set(changed) == changed)
  }

  @Test func whatCannotBeUnderstoodIsLeftAlone() {
    #expect(throws: ConfigurationProblem.syntax(path: "c.json5", line: 1, column: 1, expected: "“}” for this “{”")) {
      try set("{ theme: 'dark'")
    }
    #expect(throws: ConfigurationProblem.notAnObject(path: "c.json5")) { try set("[1]") }
  }

  /// Whatever stands in a file that is sound, the other keys keep their values.
  @Test func mutatedFilesKeepTheirOtherKeys() throws {
    let base = "{\n  // a comment\n  theme: 'light',\n  \"think\": true, keys: { send: ['enter'] },\n  topK: 40,\n}\n"
    var random = SystemRandomNumberGenerator()
    for _ in 0..<500 {
      var scalars = Array(base)
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let place = scalars.indices.randomElement(using: &random) ?? 0
        if Bool.random(using: &random) {
          scalars.remove(at: place)
        } else {
          scalars.insert("{}[],:'\"/*\n x".randomElement(using: &random) ?? " ", at: place)
        }
      }
      let text = String(scalars)
      guard let changed = try? set(text) else { continue }
      var before = ConfigurationFile(text, path: "c").configuration
      let after = ConfigurationFile(changed, path: "c").configuration
      before.model = "gemma"
      #expect(after == before, "\(text.debugDescription)")
    }
  }

  @Test func aFileIsMadeAndChangedInPlace() throws {
    let folder = NSTemporaryDirectory() + "facet-tests-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/facet/config.json5"
    try ConfigurationFile.set("model", to: "one", path: path)
    #expect(ConfigurationFile.load(path: path).configuration.model == "one")
    // A link stays one, and so do permissions.
    let target = folder + "/dotfiles.json5"
    try FileManager.default.moveItem(atPath: path, toPath: target)
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
    chmod(target, 0o644)
    try ConfigurationFile.set("model", to: .null, path: path)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path) == target)
    #expect(try String(contentsOfFile: target, encoding: .utf8) == "{\n  model: null,\n}\n")
    #expect(try FileManager.default.attributesOfItem(atPath: target)[.posixPermissions] as? Int == 0o644)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/facet") == ["config.json5"])
  }

  @Test func aFileThatCannotBeReadIsLeftAlone() throws {
    #expect(throws: ConfigurationProblem.self) { try ConfigurationFile.set("model", to: "x", path: "/proc/self") }
    #expect(throws: ConfigurationProblem.self) { try ConfigurationFile.set("model", to: "x", path: "/proc/no/c.json5") }
  }
}
