import Engine
import Foundation
import GGUF
import Guide
import Testing

/// The guide's files as the program carries them.
@Suite struct BuiltInFilesTests {
  private static let model = ModelSource.program(ProgramBytes(Guide.model), name: Guide.name)
  private static let projector = ModelSource.program(ProgramBytes(Guide.projector), name: Guide.name)

  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Sources/Guide/Model")

  @Test(arguments: [("guide.gguf", false), ("guide-mmproj.gguf", true)])
  func theFilesOfTheSourceTreeAreInTheProgram(_ name: String, _ isProjector: Bool) throws {
    let built = isProjector ? Guide.projector : Guide.model
    let address = try #require(built.baseAddress)
    #expect(UInt(bitPattern: address).isMultiple(of: 64))
    // Another file there without another build would be noticed here.
    #expect(try Data(contentsOf: Self.folder.appendingPathComponent(name)).elementsEqual(built))
  }

  @Test func bothAreFilesOfTheirKind() throws {
    #expect(try Self.model.open().metadata["general.architecture"]?.string == "gemma4")
    #expect(try Self.projector.open().metadata["general.architecture"]?.string == "clip")
  }

  @Test func itTakesPicturesAndIsCalledByItsName() async throws {
    let assistant = try await LocalAssistant.load(
      model: Self.model, projector: Self.projector, options: EngineOptions(threads: 2)
    ) { _ in }
    #expect(assistant.name == Guide.name)
    #expect(assistant.largestBudget != nil)
  }
}
