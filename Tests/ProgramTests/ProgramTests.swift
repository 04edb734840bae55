import Foundation
import GGUF
import Testing

@testable import facet

@Suite struct ProgramTests {
  @Test func theVersionIsPrinted() async throws {
    let result = try await BuiltProgram.run(["--version"])
    #expect(result.status == 0)
    #expect(result.output == "facet 0.1.0\n")
    #expect(result.errors == "")
  }

  @Test func helpGoesToStandardOutput() async throws {
    let result = try await BuiltProgram.run(["run", "--help"])
    #expect(result.status == 0)
    #expect(result.output == HelpText.of(.run))
  }

  @Test(arguments: [
    ["rnu"], ["run", "--top-p", "2", "x"], ["run", "--nonsense", "x"], ["run"], ["inspect"],
    ["logits", "--model", "x"], ["tokenize", "--model", "x", "--seed", "1", "x"], ["run", "-m", "x"],
    ["run", "-p", "x", "hello"], ["--plain", "-p", "x"],
  ])
  func badArgumentsEndWithStatusTwo(_ arguments: [String]) async throws {
    let result = try await BuiltProgram.run(arguments)
    #expect(result.status == 2)
    #expect(result.output == "")
    #expect(result.errors.hasPrefix("facet: "))
    #expect(result.errors.split(separator: "\n").count == 1)
  }

  @Test(arguments: [
    ["run", "-m", "/nowhere/m.gguf", "hello"], ["inspect", "/nowhere/m.gguf"],
    ["tokenize", "-m", "/nowhere/m.gguf", "x"], ["prompt", "/nowhere/m.gguf"],
    ["run", "-m", "/dev/null", "-i", "/nowhere/m.gguf", "x"], ["run", "-m", "/dev/null", "-a", "/nowhere/m.gguf", "x"],
    ["run", "-m", "/dev/null", "-f", "/nowhere/m.gguf", "x"],
    ["logits", "-m", "/dev/null", "--tokens", "/nowhere/m.gguf", "-o", "/dev/null"],
  ])
  func aMissingFileIsNamed(_ arguments: [String]) async throws {
    let result = try await BuiltProgram.run(arguments)
    #expect(result.status == 1)
    #expect(result.output == "")
    #expect(result.errors.contains("/nowhere/m.gguf"), "\(result.errors)")
    #expect(result.errors.split(separator: "\n").count == 1)
  }

  @Test(arguments: [
    ["run", "-m", "FILE", "x"], ["inspect", "FILE"], ["tokenize", "-m", "FILE", "x"], ["prompt", "FILE"],
    ["run", "-m", "FILE", "-i", "FILE", "x"], ["run", "-m", "FILE", "-a", "FILE", "x"],
    ["run", "-m", "FILE", "-f", "FILE", "x"], ["logits", "-m", "FILE", "--tokens", "FILE", "-o", "/dev/null"],
  ])
  func filesOfNonsenseAreRefusedByName(_ arguments: [String]) async throws {
    let folder = try TemporaryFolder()
    var generator = SystemRandomNumberGenerator()
    let noise = Data((0..<5000).map { _ in UInt8.random(in: 0...255, using: &generator) })
    for content in [Data(), Data([0]), noise] {
      let path = try folder.write(content, named: "nonsense.bin")
      let result = try await BuiltProgram.run(arguments.map { $0 == "FILE" ? path : $0 })
      #expect(result.status == 1, "\(result.errors)")
      #expect(result.output == "")
      #expect(result.errors.contains("nonsense.bin"), "\(result.errors)")
    }
  }

  @Test func mistakesAreReportedInJSONToo() async throws {
    let result = try await BuiltProgram.run(["run", "-m", "/nowhere/m.gguf", "--json", "x"])
    #expect(result.status == 1)
    #expect(result.output.hasPrefix(#"{"event":"error","message":""#))
    #expect(result.output.split(separator: "\n").count == 1)
    #expect(result.errors.hasPrefix("facet: "))
  }

  @Test func aPictureGivenAsTextIsRecognised() async throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Data([0x89, 0x50, 0, 0]), named: "picture.png")
    let result = try await BuiltProgram.run(["run", "-m", "/dev/null", "-f", path, "x"])
    #expect(result.errors.contains("--image"))
  }

  @Test func aReaderWhoHasGoneEndsTheProgramWithASentence() async throws {
    let result = try await BuiltProgram.run(["run", "--help"], output: .brokenPipe)
    #expect(result.status == 1)
    #expect(result.errors.hasPrefix("facet: nobody reads standard output"))
  }

  @Test func aFullDiskIsReported() async throws {
    let result = try await BuiltProgram.run(["run", "--help"], output: .path("/dev/full"))
    #expect(result.status == 1)
    #expect(result.errors == "facet: cannot write to standard output: no space left on device\n")
  }
}

@Suite struct PromptProgramTests {
  private let conversation = #"{"messages": [{"role": "user", "content": "Hello!"}]}"#

  @Test func aConversationIsRenderedExactly() async throws {
    let result = try await BuiltProgram.run(["prompt", "-"], input: Data(conversation.utf8))
    #expect(result.status == 0)
    #expect(
      result.output == "<bos><|turn>user\nHello!<turn|>\n<|turn>model\n<|channel>thought\n<channel|>")
  }

  @Test func oneOfSeveralIsChosenByItsIndex() async throws {
    let input = Data("[\(conversation), {\"messages\": [{\"role\": \"user\", \"content\": \"Two\"}]}]".utf8)
    let result = try await BuiltProgram.run(["prompt", "-", "--index", "1"], input: input)
    #expect(result.output.contains("Two"))
    let missing = try await BuiltProgram.run(["prompt", "-"], input: input)
    #expect(missing.status == 1)
    #expect(missing.errors.contains("--index"))
  }

  @Test func nonsenseIsRefusedWithItsPlace() async throws {
    let result = try await BuiltProgram.run(["prompt", "-"], input: Data(#"{"messages": [{"role": "cat"}]}"#.utf8))
    #expect(result.status == 1)
    #expect(result.errors.contains("messages[0].role"))
  }
}

@Suite struct InspectProgramTests {
  private func model(in folder: TemporaryFolder) throws -> String {
    var writer = GGUFWriter()
    writer.set("general.architecture", .string("gemma4"))
    writer.set("evil\u{1b}]0;title\u{7}", .string("\u{1b}[2Jcleared\u{202E}"))
    writer.set("tokens", .array(GGUFArray(strings: (0..<1000).map { "t\($0)" })))
    try writer.add(name: "a.weight", shape: [3, 2], floats: [1, 2, 3, 4, 5, 6])
    let path = folder.path + "/model.gguf"
    try writer.write(to: path)
    return path
  }

  @Test func metadataAndTensorsArePrinted() async throws {
    let folder = try TemporaryFolder()
    let result = try await BuiltProgram.run(["inspect", model(in: folder)])
    #expect(result.status == 0)
    #expect(result.output.contains("general.architecture"))
    #expect(result.output.contains("string[1000]"))
    #expect(result.output.contains("a.weight  F32  3 × 2  24 bytes  at "))
  }

  @Test func nothingInTheFileSteersTheTerminal() async throws {
    let folder = try TemporaryFolder()
    for options in [[], ["--json"]] {
      let result = try await BuiltProgram.run(["inspect", model(in: folder)] + options)
      let isHarmless = result.output.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && $0.value != 0x7F }
      #expect(isHarmless, "\(options)")
    }
  }

  @Test func programsGetOneObject() async throws {
    let folder = try TemporaryFolder()
    let result = try await BuiltProgram.run(["inspect", "--json", model(in: folder)])
    let object = try #require(JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    let metadata = try #require(object["metadata"] as? [String: Any])
    #expect(metadata["general.architecture"] as? String == "gemma4")
    #expect((metadata["tokens"] as? [String: Any])?["count"] as? Int == 1000)
    #expect((object["tensors"] as? [[String: Any]])?.first?["shape"] as? [Int] == [3, 2])
  }
}
