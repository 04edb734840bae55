import Foundation
import TestSupport
import Testing

@testable import facet

@Suite struct TokenizeProgramTests {
  private let folder: TemporaryFolder
  private let model: String

  init() throws {
    folder = try TemporaryFolder()
    model = folder.path + "/vocabulary.gguf"
    try TinyVocabulary.writer().write(to: model)
  }

  @Test func eachTokenIsALine() async throws {
    let result = try await BuiltProgram.run(["tokenize", "-m", model, "Hello\n\tß"])
    #expect(result.status == 0)
    let texts = result.output.split(separator: "\n").map { $0.split(separator: "\t").last }
    #expect(texts == ["Hello", "\\n", "\\t", "ß"])
  }

  @Test func programsGetAnArrayOfNumbers() async throws {
    let plain = try await BuiltProgram.run(
      ["tokenize", "--json", "-"], input: Data("<|turn>".utf8), environment: ["FACET_MODEL": model])
    #expect(try JSONDecoder().decode([Int].self, from: Data(plain.output.utf8)).count > 1)
    let markers = try await BuiltProgram.run(["tokenize", "-m", model, "--json", "--markers", "<|turn>"])
    #expect(markers.output == "[5]\n")
  }

  @Test func emptyTextHasNoTokens() async throws {
    let result = try await BuiltProgram.run(["tokenize", "-m", model, "--json", "-"])
    #expect(result.status == 0)
    #expect(result.output == "[]\n")
  }
}

@Suite struct RunProgramTests {
  private let folder: TemporaryFolder
  private let model: String

  init() throws {
    folder = try TemporaryFolder()
    model = try TalkativeModel.write(to: folder)
  }

  @Test func theAnswerIsStreamedToStandardOutput() async throws {
    let result = try await BuiltProgram.run(["run", "-m", model, "-n", "20", "--temperature", "0", "Hello"])
    #expect(result.status == 0, "\(result.errors)")
    #expect(!result.output.isEmpty)
    #expect(result.errors == "")
  }

  @Test func thePromptMayComeFromStandardInput() async throws {
    let options = ["run", "-m", model, "-n", "20", "--temperature", "0"]
    let word = try await BuiltProgram.run(options + ["Hello there"])
    let piped = try await BuiltProgram.run(options, input: Data("Hello there\n".utf8))
    let dash = try await BuiltProgram.run(options + ["-"], input: Data("Hello there\n".utf8))
    #expect(word.output == piped.output)
    #expect(word.output == dash.output)
  }

  @Test func theSameSeedGivesTheSameAnswer() async throws {
    let options = ["run", "-m", model, "-n", "30", "--seed", "7", "Hello"]
    let first = try await BuiltProgram.run(options)
    let second = try await BuiltProgram.run(options)
    #expect(first.output == second.output)
  }

  @Test func programsGetOneObjectALine() async throws {
    let result = try await BuiltProgram.run(["run", "-m", model, "-n", "5", "--json", "Hello"])
    let objects = try result.output.split(separator: "\n").map { line in
      try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
    let events = objects.compactMap { $0["event"] as? String }
    #expect(events.count == objects.count)
    #expect(events.contains("reading"))
    #expect(events.filter { $0 == "finished" }.count == 1)
    let last = try #require(objects.last)
    #expect(last["reason"] as? String == "maximum_tokens")
    #expect(last["generated_tokens"] as? Int == 5)
    #expect((last["peak_memory_bytes"] as? Int ?? 0) > 0)
  }

  @Test func figuresGoToStandardError() async throws {
    let result = try await BuiltProgram.run(["run", "-m", model, "-n", "5", "--stats", "Hello"])
    for word in ["model", "loading", "reading", "reused", "writing", "first token", "peak memory", "--max-tokens"] {
      #expect(result.errors.contains(word))
      #expect(!result.output.contains("peak memory"))
    }
  }

  @Test func aDocumentStandsBeforeTheQuestion() async throws {
    let notes = try folder.write(Data("Notes.".utf8), named: "notes.txt")
    let result = try await BuiltProgram.run(["run", "-m", model, "-n", "3", "--json", "-f", notes, "Hello"])
    #expect(result.status == 0, "\(result.errors)")
  }

  @Test func aPromptBeyondTheContextIsRefused() async throws {
    let long = String(repeating: "Hello ", count: 200)
    let result = try await BuiltProgram.run(["run", "-m", model, "-c", "64", long])
    #expect(result.status == 1)
    #expect(result.errors.contains("--context"))
  }

  @Test func aFullContextEndsTheAnswerWithAWord() async throws {
    let result = try await BuiltProgram.run(["run", "-m", model, "-c", "64", "--temperature", "0", "Hello"])
    #expect(result.status == 0)
    #expect(result.errors.contains("--context"))
  }

  @Test func picturesWithoutAProjectorAreRefused() async throws {
    // A bitmap of one pixel would need ffmpeg; a broken picture is reported first.
    let picture = try folder.write(Data("no picture".utf8), named: "picture.png")
    let broken = try await BuiltProgram.run(["run", "-m", model, "-i", picture, "Hello"])
    #expect(broken.status == 1)
    #expect(broken.errors.contains("picture.png"))
    let sound = try folder.write(WaveFile.silence(seconds: 0.1), named: "sound.wav")
    let result = try await BuiltProgram.run(["run", "-m", model, "-a", sound, "Hello"])
    #expect(result.status == 2)
    #expect(result.errors.contains("--projector"))
  }

  @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
  func aSignalEndsTheAnswer(_ signal: Int32, _ status: Int32) async throws {
    let program = try BuiltProgram.start(["run", "-m", model, "-c", "200000", "--stats", "Hello"])
    try await program.waitForOutput()
    program.send(signal)
    let result = try await program.result()
    #expect(result.status == status)
    #expect(!result.output.isEmpty)
    #expect(result.errors.contains("an interruption"))
  }

  @Test func aReaderWhoHasGoneStopsTheWork() async throws {
    let result = try await BuiltProgram.run(
      ["run", "-m", model, "-c", "200000", "Hello"], output: .brokenPipe)
    #expect(result.status == 1)
    #expect(result.errors.hasPrefix("facet: nobody reads standard output"))
  }

  @Test func aFullDiskStopsTheWork() async throws {
    let result = try await BuiltProgram.run(
      ["run", "-m", model, "-c", "200000", "Hello"], output: .path("/dev/full"))
    #expect(result.status == 1)
    #expect(result.errors.contains("no space left"))
  }
}

@Suite struct LogitsProgramTests {
  @Test func everyPositionHasARow() async throws {
    let folder = try TemporaryFolder()
    let model = try TalkativeModel.write(to: folder)
    let tokens = try folder.write(Data("[2, 30, 31, 32]".utf8), named: "tokens.json")
    let output = folder.path + "/logits.f32"
    let result = try await BuiltProgram.run(["logits", "-m", model, "--tokens", tokens, "-o", output])
    #expect(result.status == 0, "\(result.errors)")
    let bytes = try Data(contentsOf: URL(fileURLWithPath: output)).count
    #expect(bytes > 0)
    #expect(bytes.isMultiple(of: 4 * 4))
    #expect(try folder.names() == ["logits.f32", "tiny.gguf", "tokens.json"])
  }

  @Test func keysAndValuesAreExactUnlessEightBitsAreAskedFor() async throws {
    let folder = try TemporaryFolder()
    let model = try TalkativeModel.write(to: folder)
    let tokens = try folder.write(JSONEncoder().encode([2] + Array(30..<90)), named: "tokens.json")
    var answers: [Data] = []
    for format in [[], ["--kv", "f16"], ["--kv", "q8_0"]] {
      let output = folder.path + "/logits.f32"
      let result = try await BuiltProgram.run(["logits", "-m", model, "--tokens", tokens, "-o", output] + format)
      #expect(result.status == 0, "\(result.errors)")
      answers.append(try Data(contentsOf: URL(fileURLWithPath: output)))
    }
    #expect(answers[0] == answers[1])
    #expect(answers[0] != answers[2])
  }

  @Test func nothingIsLeftOfAFailure() async throws {
    let folder = try TemporaryFolder()
    let model = try TalkativeModel.write(to: folder)
    let tokens = try folder.write(Data("[2, 999999]".utf8), named: "tokens.json")
    let result = try await BuiltProgram.run(["logits", "-m", model, "--tokens", tokens, "-o", folder.path + "/out"])
    #expect(result.status == 1)
    #expect(result.errors.contains("999999"))
    #expect(try folder.names() == ["tiny.gguf", "tokens.json"])
  }
}

@Suite(.enabled(if: Reference.isThere, Comment(rawValue: Reference.reason)))
struct ReferenceProgramTests {
  @Test func textAPictureAndARecordingGoIn() async throws {
    let tiny = Reference.tiny.path
    let result = try await BuiltProgram.run([
      "run", "-m", tiny + "/model-q4_0.gguf", "-i", tiny + "/media/image-one-0.png", "-a",
      tiny + "/media/audio-one-0.wav", "--budget", "70", "-n", "5", "--json", "What is this?",
    ])
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains(#""event":"finished","reason":"maximum_tokens""#))
  }

  @Test func pictureAndSoundHaveTheirRows() async throws {
    let record = try #require(ReferenceRecord.shared)
    let folder = try TemporaryFolder()
    let tiny = Reference.tiny.path
    for reference in record.cases where !reference.images.isEmpty && !reference.audio.isEmpty {
      let tokens = try folder.write(JSONEncoder().encode(reference.tokens), named: "tokens.json")
      let output = folder.path + "/logits.f32"
      var arguments = ["logits", "-m", tiny + "/model-f32.gguf", "--tokens", tokens, "-o", output]
      arguments += ["--budget", String(reference.budget)]
      arguments += reference.images.flatMap { ["-i", tiny + "/" + $0.file] }
      arguments += reference.audio.flatMap { ["-a", tiny + "/" + $0.file] }
      let result = try await BuiltProgram.run(arguments)
      #expect(result.status == 0, "\(result.errors)")
      let (logits, expected) = (try Reference.floats(URL(fileURLWithPath: output)), try reference.logits.values())
      try #require(logits.count == expected.count)
      let largest = zip(logits, expected).map { abs($0 - $1) }.max() ?? .infinity
      let (low, high) = (expected.min() ?? 0, expected.max() ?? 0)
      #expect(largest <= 2e-3 * (high - low))
    }
  }
}
