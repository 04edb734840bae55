import Chat
import Engine
import Foundation
import Media

/// How long an answer lets wait when its question was spoken or its picture attached before: what was read ahead is not read again.
///
/// ```
/// swift run -c release bench-listening MODEL PROJECTOR [ROUNDS]
/// ```
/// Ten seconds of sound grow in real time, as they do from a microphone; then the recording is sent. A picture lies there for eight seconds before
/// its question is sent. At the end what was read of a long text is kept in a file and taken up again. What is printed are seconds from sending to the moment when the whole prompt is read; the first token takes one step more.
@main
struct BenchListening {
  static func main() async throws {
    let arguments = CommandLine.arguments
    guard arguments.count >= 3 else {
      print("usage: bench-listening MODEL PROJECTOR [ROUNDS]")
      exit(2)
    }
    let bench = try await BenchListening(model: arguments[1], projector: arguments[2])
    defer { try? FileManager.default.removeItem(at: bench.folder) }
    print("sent after, s to read the rest (tokens of it), s a step:")
    for _ in 0..<(arguments.count > 3 ? Int(arguments[3]) ?? 3 : 3) {
      for piece in [0.4, 0.2] {
        try await bench.report("10 s of speech in pieces of \(piece) s", bench.speech(piece: piece))
      }
      try await bench.report("a picture that lay there for 8 s", bench.picture())
    }
    try await bench.reportKeeping()
  }

  private let assistant: LocalAssistant
  private let folder: URL

  private init(model: String, projector: String) async throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "bench-listening-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var options = EngineOptions()
    // Room for the long text.
    options.context = 12_288
    assistant = try await LocalAssistant.load(
      model: .file(model), projector: .file(projector), options: options
    ) { _ in }
  }

  private struct Wait {
    var seconds = 0.0
    var figures = ReplyFigures()
  }

  private func report(_ name: String, _ wait: Wait) {
    let step = wait.figures.generatingSeconds / Double(max(1, wait.figures.generatedTokens))
    let numbers = String(format: "%6.2f (%d) %6.2f", wait.seconds, wait.figures.evaluatedTokens, step)
    print("  " + name.padding(toLength: 36, withPad: " ", startingAt: 0) + numbers)
  }

  /// A voice-like sound that is never the same, so that nothing of an earlier round helps.
  private func sound() -> [Float] {
    var random = SystemRandomNumberGenerator()
    let pitch = Float.random(in: 90...200, using: &random)
    return (0..<10 * Waveform.rate).map { index in
      let time = Float(index) / Float(Waveform.rate)
      let voice = 0.2 * sin(2 * .pi * pitch * time) * sin(2 * .pi * 3 * time)
      return voice + Float.random(in: -0.01...0.01, using: &random)
    }
  }

  private func speech(piece: Double) async throws -> Wait {
    let samples = sound()
    let clock = ContinuousClock()
    let start = clock.now
    let pieces = Int((10 / piece).rounded())
    var preparing: [Task<Void, Never>] = []
    for index in 1...pieces {
      try await clock.sleep(until: start + .seconds(piece * Double(index)))
      if index == pieces { break }
      let growing = try recording(Array(samples.prefix(Int(piece * Double(index) * Double(Waveform.rate)))))
      let conversation = Conversation([.user("", attachments: [growing])])
      preparing.append(Task { await assistant.prepare(conversation) { _ in } })
    }
    let whole = try recording(samples)
    let wait = try await wait(for: Conversation([.user("", attachments: [whole])]))
    for task in preparing { await task.value }
    return wait
  }

  private func recording(_ samples: [Float]) throws -> Attachment {
    let path = folder.appending(path: "\(UUID().uuidString).wav").path
    try WaveWriter.write(Waveform(samples: samples), to: path)
    return try Attachment(.recording, path: path, name: "")
  }

  /// A picture as a BMP file of random bytes.
  private func picture() async throws -> Wait {
    let (width, height) = (640, 480)
    var bytes = Data("BM".utf8)
    func put(_ value: UInt32) { withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) } }
    put(UInt32(54 + width * height * 3))
    [0, 54, 40, UInt32(width), UInt32(height), 24 << 16 | 1, 0, 0, 0, 0, 0, 0].forEach(put)
    bytes.append(contentsOf: (0..<width * height * 3).map { _ in UInt8.random(in: 0...255) })
    let path = folder.appending(path: "\(UUID().uuidString).bmp").path
    try bytes.write(to: URL(filePath: path))
    let picture = try Attachment(.picture, path: path)
    let clock = ContinuousClock()
    let start = clock.now
    let ahead = Task { await assistant.prepare(Conversation([.user("", attachments: [picture])])) { _ in } }
    try await clock.sleep(until: start + .seconds(8))
    let wait = try await wait(for: Conversation([.user("What is wrong here?", attachments: [picture])]))
    await ahead.value
    return wait
  }

  /// What was read, written to a file and taken up again.
  private func reportKeeping() async throws {
    let words = ["alpha", "beta", "gamma", "delta", "river", "stone", "cloud"]
    let text = (0..<4_000).map { words[$0 * $0 % 7] + "\($0 % 10)" }.joined(separator: " ")
    let path = folder.appending(path: "kept.reading").path
    await assistant.prepare(Conversation([.user(text)])) { _ in }
    let clock = ContinuousClock()
    let begun = clock.now
    let bytes = try await assistant.keepReading(in: path) ?? 0
    let kept = clock.now
    let tokens = await assistant.takeReading(from: path)
    let taken = clock.now
    print("  kept \(tokens) tokens in \(bytes / 1_000_000) MB: \(kept - begun) to write, \(taken - kept) to take up")
  }

  private func wait(for conversation: Conversation) async throws -> Wait {
    let clock = ContinuousClock()
    let sent = clock.now
    var wait = Wait()
    for try await event in assistant.reply(to: conversation, options: ReplyOptions(temperature: 0, maximumTokens: 4)) {
      switch event {
      case .reading(let done, let total) where done == total:
        let gone = (clock.now - sent).components
        wait.seconds = Double(gone.seconds) + Double(gone.attoseconds) * 1e-18
      case .finished(_, let figures): wait.figures = figures
      default: break
      }
    }
    return wait
  }
}
