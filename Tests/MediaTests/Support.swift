import Foundation
import Testing

@testable import Media

/// A file of the folder `Fixtures`.
func fixture(_ name: String) throws -> [UInt8] {
  try [UInt8](Data(contentsOf: testFolder.appendingPathComponent("Fixtures/" + name)))
}

let testFolder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

let hasFFmpeg = ProgramPath.find("ffmpeg", in: nil) != nil

/// Limits with which no helper program is found.
let withoutPrograms: MediaLimits = {
  var limits = MediaLimits.standard
  limits.programFolders = []
  return limits
}()

func readPicture(_ bytes: [UInt8], limits: MediaLimits = withoutPrograms) throws -> PixelImage {
  try bytes.withUnsafeBytes { try PictureReader.read($0, name: "picture", limits: limits) }
}

func readSound(_ bytes: [UInt8], limits: MediaLimits = withoutPrograms) throws -> Waveform {
  try bytes.withUnsafeBytes { try SoundReader.read($0, name: "sound", limits: limits) }
}

/// A folder that is there during `body`.
func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("facet-tests-" + UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder.path)
}

func write(_ bytes: [UInt8], to path: String) throws {
  try Data(bytes).write(to: URL(fileURLWithPath: path))
}

/// Random numbers that are the same in every run.
struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

extension UInt32 {
  var bigEndianBytes: [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: self >> $0) } }
  var littleEndianBytes: [UInt8] { bigEndianBytes.reversed() }
}

extension UInt16 {
  var littleEndianBytes: [UInt8] { [UInt8(truncatingIfNeeded: self), UInt8(truncatingIfNeeded: self >> 8)] }
}
