import Foundation

/// The program espeak-ng.
public struct SpeechSynthesizer: Sendable {
  private let program: URL

  /// espeak-ng, where it is found in `PATH`.
  public init?() {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    let paths = folders.map { "\($0)/espeak-ng" }
    guard let path = paths.first(where: FileManager.default.isExecutableFile) else { return nil }
    program = URL(fileURLWithPath: path)
  }

  /// What it writes when it says a text: a WAV file whose header tells no length.
  ///
  /// - Throws: ``EvaluationError``.
  public func say(_ text: String, _ voice: Voice) throws(EvaluationError) -> Data {
    let process = Process()
    let output = Pipe()
    process.executableURL = program
    process.arguments = ["-v", voice.name, "-s", "\(voice.speed)", "-p", "\(voice.pitch)", "--stdout", text]
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    do {
      try process.run()
    } catch {
      throw .notStarted(program: program.path, reason: error.localizedDescription)
    }
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw .failed(program: program.path, status: process.terminationStatus)
    }
    return bytes
  }
}
