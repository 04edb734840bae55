import Testing

@testable import Models

@Suite struct FileSelectionTests {
  /// What repositories of Gemma 4 12B hold, as their listings were seen.
  private static let listing = [
    "gemma-4-12B-it-qat-UD-Q4_K_XL.gguf", "MTP/gemma-4-12B-it-Q8_0-MTP.gguf", "MTP/gemma-4-12B-it-BF16-MTP.gguf",
    "mtp-gemma-4-12B-it.gguf", "mmproj-F32.gguf", "mmproj-F16.gguf", "mmproj-BF16.gguf", "README.md", "config.json",
    "imatrix.dat",
  ].map { HubFile(path: $0, bytes: 10, sha256: nil) }

  @Test(
    arguments: [
      ("gemma-4-12b-it-qat-q4_0.gguf", .model), ("mmproj-gemma-4-12b-it-qat-q4_0.gguf", .projector),
      ("gemma-4-12B-it-mmproj.gguf", .projector), ("mtp-gemma-4-12B-it.gguf", .drafter),
      ("MTP/gemma-4-12B-it-Q8_0-MTP.gguf", .drafter), ("MTP/x.gguf", .drafter), ("drafter.GGUF", .drafter),
      ("gemma-4-12B-it-qat-assistant-MTP-Q8_0.gguf", .drafter), ("gemma-4-12B-it-assistant.BF16.gguf", .drafter),
      ("model.safetensors", nil), ("README.md", nil), ("", nil),
    ] as [(String, ModelOrigin.Role?)])
  func theRoleIsInTheName(path: String, role: ModelOrigin.Role?) {
    #expect(ModelOrigin.Role(ofFile: path, bytes: 10) == role)
  }

  @Test func theBestOfEachKindIsTaken() {
    #expect(FileSelection.models(in: Self.listing).map(\.name) == ["gemma-4-12B-it-qat-UD-Q4_K_XL.gguf"])
    #expect(FileSelection.projector(in: Self.listing)?.path == "mmproj-BF16.gguf")
    #expect(FileSelection.drafter(in: Self.listing)?.path == "mtp-gemma-4-12B-it.gguf")
    let inFolder = Self.listing.filter { $0.path != "mtp-gemma-4-12B-it.gguf" }
    #expect(FileSelection.drafter(in: inFolder)?.path == "MTP/gemma-4-12B-it-Q8_0-MTP.gguf")
    #expect(FileSelection.projector(in: []) == nil)
  }

  @Test(
    arguments: [
      ("gemma-Q4_0.gguf", "gemma-Q4_0.gguf"), ("GEMMA-q4_0.gguf", "gemma-Q4_0.gguf"), ("q4_0", "gemma-Q4_0.gguf"),
      ("Q4_K_M", "gemma-Q4_K_M.gguf"), ("BF16", "BF16/gemma-BF16-00001-of-00002.gguf"),
      ("gemma-BF16-00002-of-00002.gguf", "BF16/gemma-BF16-00001-of-00002.gguf"), ("Q4", nil), ("gemma", nil),
      ("mmproj-F16.gguf", nil), ("", nil),
    ] as [(String, String?)])
  func aModelIsFoundByItsNameOrAWordOfIt(name: String, path: String?) {
    let listing = [
      "gemma-Q4_0.gguf", "gemma-Q4_K_M.gguf", "mmproj-F16.gguf", "BF16/gemma-BF16-00001-of-00002.gguf",
      "BF16/gemma-BF16-00002-of-00002.gguf",
    ].map { HubFile(path: $0, bytes: 1, sha256: nil) }
    #expect(FileSelection.model(named: name, in: listing)?.name == path)
  }

  @Test func aFineTuneMayBeCalledAnAssistant() {
    let listing = [
      ("gemma-4-12b-medical-assistant-Q4_0.gguf", 6_980_000_000), ("gemma-4-12b-draft-writer.gguf", 2_000_000_000),
      ("gemma-4-12b-assistant-Q8_0.gguf", 465_000_000),
    ].map { HubFile(path: $0, bytes: $1, sha256: nil) }
    #expect(FileSelection.models(in: listing).map(\.name) == [listing[1].path, listing[0].path])
    #expect(FileSelection.drafter(in: listing) == listing[2])
    #expect(ModelOrigin.Role(ofFile: listing[2].path, bytes: nil) == .model)
    #expect(ModelOrigin.Role(ofFile: "mtp-gemma-4-31b.gguf", bytes: 2_000_000_000) == .drafter)
    // Parts are small, and drafters have none.
    let parts = (1...9).map { HubFile(path: "assistant-0000\($0)-of-00009.gguf", bytes: 800_000_000, sha256: nil) }
    #expect(FileSelection.models(in: parts).map(\.files.count) == [9])
  }

  @Test func partsOfOneModelAreTakenTogether() {
    let paths = (1...3).map { "a-0000\($0)-of-00003.gguf" } + ["a-00001-of-00002.gguf", "b-1-of-2.gguf"]
    let models = FileSelection.models(in: paths.shuffled().map { HubFile(path: $0, bytes: 5, sha256: nil) })
    #expect(models.map(\.files.count) == [1, 1, 3])
    #expect(models[2].name == "a-00001-of-00003.gguf")
    #expect(models[2].bytes == 15)
  }
}
