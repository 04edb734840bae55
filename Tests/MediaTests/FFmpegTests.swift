import Foundation
import Testing

@testable import Media

/// Formats that ffmpeg reads, and what happens when it misbehaves: then a script stands in for it.
@Suite struct FFmpegTests {
  static let gif: [UInt8] = Array("GIF89a".utf8) + [1, 0, 1, 0, 0, 0, 0]

  /// An AU file, whose numbers are big-endian.
  static func au(_ values: [Int], rate: UInt32 = 16_000) -> [UInt8] {
    let header = [24, UInt32(values.count * 2), 3, rate, 1].flatMap(\.bigEndianBytes)
    return Array(".snd".utf8) + header + values.flatMap { UInt16(truncatingIfNeeded: $0).littleEndianBytes.reversed() }
  }

  static func bitmap(width: UInt32, height: UInt32, pixels: [UInt8]) -> [UInt8] {
    let header = [40, width, height, 1 | 24 << 16, 0, UInt32(pixels.count), 0, 0, 0, 0].flatMap(\.littleEndianBytes)
    return Array("BM".utf8) + [UInt32(54 + pixels.count), 0, 54].flatMap(\.littleEndianBytes) + header + pixels
  }

  /// Runs `body` with limits under which `script` is the only ffmpeg.
  static func withProgram(_ script: String, _ body: (MediaLimits, String) throws -> Void) throws {
    try withTemporaryFolder { folder in
      try write(Array(script.utf8), to: folder + "/script")
      symlink(testFolder.appendingPathComponent("Fixtures/stand-in.sh").path, folder + "/ffmpeg")
      var limits = MediaLimits.standard
      limits.programFolders = [folder]
      limits.pictureProgramSeconds = 20
      try body(limits, folder)
    }
  }

  @Test(.enabled(if: hasFFmpeg, "install ffmpeg")) func readsABitmap() throws {
    let file = Self.bitmap(width: 2, height: 2, pixels: [1, 2, 3, 4, 5, 6, 0, 0, 7, 8, 9, 10, 11, 12, 0, 0])
    // Rows from the bottom up, blue first.
    let expected = try PixelImage(width: 2, height: 2, rgb: [9, 8, 7, 12, 11, 10, 3, 2, 1, 6, 5, 4])
    #expect(try readPicture(file, limits: .standard) == expected)
    try withTemporaryFolder { folder in
      let path = folder + "/-i http:x.png"
      try write(file, to: path)
      #expect(try PictureReader.read(path: path) == expected)
    }
  }

  @Test(.enabled(if: hasFFmpeg, "install ffmpeg")) func readsOtherSounds() throws {
    let values = (0..<500).map { $0 * 60 }
    #expect(try readSound(Self.au(values), limits: .standard).samples == values.map { Float($0) / 32768 })
    try withTemporaryFolder { folder in
      try write(Self.au(values, rate: 8000), to: folder + "/a.wav")
      #expect(try SoundReader.read(path: folder + "/a.wav").samples.count == 1000)
    }
    // A codec of telephones: 0xD5 is the smallest positive step.
    let telephone = WaveDrawing(tag: 6, bits: 8, samples: [UInt8](repeating: 0xD5, count: 320)).bytes
    #expect(try readSound(telephone, limits: .standard).samples == [Float](repeating: 8.0 / 32768, count: 320))
  }

  @Test(.enabled(if: hasFFmpeg, "install ffmpeg")) func namesWhatFFmpegCannotRead() throws {
    for bytes in [Self.gif, Self.bitmap(width: 40_000, height: 40_000, pixels: [0]), Array("8BPS".utf8)] {
      let error = #expect(throws: MediaError.self) { try readPicture(bytes, limits: .standard) }
      guard case .programFailed("picture", _, "ffmpeg", _) = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
    }
    #expect(throws: MediaError.self) { try readSound(Self.au([]), limits: .standard) }
    #expect(throws: MediaError.self) { try readSound(Array("OggS and nothing else".utf8), limits: .standard) }
  }

  @Test(.enabled(if: hasFFmpeg, "install ffmpeg")) func stopsLongSounds() throws {
    var limits = MediaLimits.standard
    limits.seconds = 0.01
    #expect(throws: MediaError.tooManySeconds("sound", limit: 0.01)) {
      try readSound(Self.au([Int](repeating: 5, count: 16_000)), limits: limits)
    }
  }

  @Test func saysHowToInstallIt() {
    #expect(throws: MediaError.programMissing("picture", format: "GIF", program: "ffmpeg")) {
      try readPicture(Self.gif)
    }
    #expect(throws: MediaError.programMissing("sound", format: "AU", program: "ffmpeg")) { try readSound(Self.au([1])) }
  }

  @Test func opensNothingButTheFile() throws {
    let png = PNGTests.drawing(.colour, 8).bytes
    let script = #"printf '%s\n' "$@" > "${0%/*}/arguments"; cat > "${0%/*}/input"; cat "${0%/*}/png""#
    try Self.withProgram(script) { limits, folder in
      try write(png, to: folder + "/png")
      #expect(try readPicture(Self.gif, limits: limits) == readPicture(png))
      #expect(try [UInt8](Data(contentsOf: URL(fileURLWithPath: folder + "/input"))) == Self.gif)
      let arguments = try String(contentsOfFile: folder + "/arguments", encoding: .utf8).split(separator: "\n")
      let input = try #require(arguments.firstIndex(of: "-i"))
      #expect(arguments[input + 1] == "file:/dev/fd/0")
      let whitelist = try #require(arguments.firstIndex(of: "-protocol_whitelist"))
      #expect(arguments[whitelist + 1] == "file" && whitelist < input)
      let demuxer = try #require(arguments.firstIndex(of: "-f"))
      #expect(arguments[demuxer + 1] == "gif" && demuxer < input)
      #expect(arguments.contains("-nostdin"))
    }
  }

  @Test func passesOnWhatTheProgramSays() throws {
    let script = #"printf '\n[gif @ 0x55d0] file:/dev/fd/0: Bad \033[31mluck\nmore\n' >&2; exit 1"#
    try Self.withProgram(script) { limits, _ in
      let error = MediaError.programFailed("picture", format: "GIF", program: "ffmpeg", detail: "Bad [31mluck")
      #expect(throws: error) { try readPicture(Self.gif, limits: limits) }
    }
    try Self.withProgram("kill -9 $$") { limits, _ in
      let error = MediaError.programFailed("picture", format: "GIF", program: "ffmpeg", detail: "")
      #expect(throws: error) { try readPicture(Self.gif, limits: limits) }
    }
    for script in ["echo nothing there >&2", "echo nothing there >&2; echo no picture"] {
      try Self.withProgram(script) { limits, _ in
        let error = MediaError.programFailed("picture", format: "GIF", program: "ffmpeg", detail: "nothing there")
        #expect(throws: error) { try readPicture(Self.gif, limits: limits) }
      }
    }
  }

  @Test func endsAProgramThatHangs() throws {
    for script in ["exec sleep 100", "exec >&- 2>&-; exec sleep 100", "exec sleep 100 >/dev/null 2>/dev/null"] {
      try Self.withProgram(script) { limits, _ in
        var limits = limits
        limits.pictureProgramSeconds = 0.2
        let start = ContinuousClock.now
        let error = MediaError.programTooSlow("picture", format: "GIF", program: "ffmpeg", seconds: 0.2)
        #expect(throws: error) { try readPicture(Self.gif, limits: limits) }
        #expect(start.duration(to: .now) < .seconds(60))
      }
    }
  }

  @Test func survivesFloods() throws {
    try Self.withProgram("exec head -c 3000000 /dev/zero >&2") { limits, _ in
      #expect(throws: MediaError.self) { try readPicture(Self.gif, limits: limits) }
    }
    try Self.withProgram("exec cat /dev/zero") { limits, _ in
      var limits = limits
      limits.pixels = 1000
      let start = ContinuousClock.now
      #expect(throws: MediaError.self) { try readPicture(Self.gif, limits: limits) }
      #expect(throws: MediaError.self) { try readSound(Self.au([1]), limits: limits) }
      #expect(start.duration(to: .now) < .seconds(60))
    }
  }

  @Test func looksOnlyInAbsoluteFolders() throws {
    try withTemporaryFolder { folder in
      try FileManager.default.createDirectory(atPath: folder + "/a/ffmpeg", withIntermediateDirectories: true)
      try FileManager.default.createDirectory(atPath: folder + "/b", withIntermediateDirectories: true)
      try write([0x23], to: folder + "/b/ffmpeg")
      #expect(ProgramPath.find("ffmpeg", in: ["", ".", "bin", folder, folder + "/a", folder + "/b"]) == nil)
      chmod(folder + "/b/ffmpeg", 0o700)
      #expect(ProgramPath.find("ffmpeg", in: [folder + "/a", folder + "/b"]) == folder + "/b/ffmpeg")
    }
  }
}
