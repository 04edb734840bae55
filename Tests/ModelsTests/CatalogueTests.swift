import Testing

@testable import Models

@Suite struct CatalogueTests {
  @Test func theCatalogueOfTheProgramIsWhole() throws {
    let entries = Catalogue.builtIn.entries
    #expect(entries.first?.name == "gemma-4-12b")
    #expect(entries.count >= 5)
    #expect(Set(entries.map(\.name)).count == entries.count)
    for entry in entries {
      // A name is a folder's name and an argument, and no repository.
      #expect(RepositoryName("x/" + entry.name) != nil, "\(entry.name)")
      #expect(entry.files.map(\.role) == [.model, .projector, .drafter], "\(entry.name)")
      // A pattern that could only be of another kind of file would never fit.
      for file in entry.files {
        let names = file.patterns.map { $0.text.replacing("*", with: "-") }
        #expect(names.allSatisfy { ModelOrigin.Role(ofFile: $0, bytes: file.bytes ?? 0) == file.role })
      }
    }
    #expect(Catalogue.builtIn.entry(named: "Gemma-4-12B")?.bytes == 6_975_879_296 + 175_115_616 + 253_708_800)
  }

  @Test(arguments: [
    "", "{}", "{\"models\": [{\"name\": \"a\"}]}",
    "{\"models\": [{\"name\": \"a\", \"summary\": \"b\", \"files\": []}]}",
    """
    {"models": [{"name": "a", "summary": "b", "files": [{"role": "model", "repository": "nonsense", "file": ["*"]}]}]}
    """,
    """
    {"models": [{"name": "a", "summary": "b", "files": [{"role": "drafter", "repository": "a/b", "file": ["*"]}]}]}
    """,
  ])
  func aBrokenCatalogueIsNone(text: String) {
    #expect(Catalogue(parsing: Array(text.utf8)) == nil)
  }
}

@Suite struct FilePatternTests {
  @Test(arguments: [
    ("*q4_0*.gguf", "gemma-4-12B-it-QAT-Q4_0.gguf", true), ("MTP/*Q8_0*.gguf", "MTP/mtp-gemma-Q8_0.gguf", true),
    ("*Q8_0*.gguf", "MTP/mtp-gemma-Q8_0.gguf", false), ("a?.gguf", "ab.gguf", true), ("a?.gguf", "a.gguf", false),
    ("a.gguf", "A.GGUF", true), ("a*", "ba", false), ("a\\*", "a*", false),
  ])
  func matchesAsShellsDo(pattern: String, path: String, isMatch: Bool) {
    #expect(FilePattern(pattern).matches(path) == isMatch)
  }
}
