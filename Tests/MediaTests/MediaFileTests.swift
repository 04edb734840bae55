import Foundation
import Testing

@testable import Media

/// What can be wrong with a path, for both readers.
@Suite struct MediaFileTests {
  private func expect(_ path: String, _ error: (MediaError.Purpose) -> MediaError, limits: MediaLimits = .standard) {
    #expect(throws: error(.picture)) { try PictureReader.read(path: path, limits: limits) }
    #expect(throws: error(.sound)) { try SoundReader.read(path: path, limits: limits) }
  }

  @Test func namesWhatIsNotThere() throws {
    try withTemporaryFolder { folder in
      for path in [folder + "/none.png", folder + "/none/none.png", "", folder + "/zero\0byte"] {
        expect(path, { _ in .missing(path) })
      }
      let long = folder + "/" + String(repeating: "x", count: 5000)
      expect(long, { _ in .unreadable(long, errorNumber: ENAMETOOLONG) })
      let circle = folder + "/circle"
      symlink(circle, circle)
      expect(circle, { _ in .unreadable(circle, errorNumber: ELOOP) })
    }
  }

  @Test func refusesWhatIsNoFile() throws {
    try withTemporaryFolder { folder in
      expect(folder, { _ in .notAFile(folder, .folder) })
      let pipe = folder + "/pipe"
      #expect(mkfifo(pipe, 0o600) == 0)
      expect(pipe, { _ in .notAFile(pipe, .pipe) })
      let (path, descriptor) = (folder + "/socket", socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0))
      defer { close(descriptor) }
      var address = sockaddr_un()
      address.sun_family = sa_family_t(AF_UNIX)
      withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(100)) }
      let isBound = withUnsafeBytes(of: &address) { bytes in
        bytes.withMemoryRebound(to: sockaddr.self) { bind(descriptor, $0.baseAddress, socklen_t(bytes.count)) == 0 }
      }
      if isBound { expect(path, { _ in .notAFile(path, .socket) }) }
      expect("/dev/null", { _ in .notAFile("/dev/null", .device) })
      expect("/dev/zero", { _ in .notAFile("/dev/zero", .device) })
    }
  }

  @Test func refusesEmptyAndOverlongFiles() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/file"
      try write([], to: path)
      expect(path, { .empty(path, $0) })
      try write([UInt8](repeating: 0, count: 101), to: path)
      var limits = MediaLimits.standard
      (limits.pictureBytes, limits.soundBytes) = (100, 100)
      expect(path, { .tooManyBytes(path, $0, bytes: 101, limit: 100) }, limits: limits)
      // Five terabytes that take no space.
      #expect(truncate(path, 5_000_000_000_000) == 0)
      #expect(throws: MediaError.tooManyBytes(path, .picture, bytes: 5_000_000_000_000, limit: 256_000_000)) {
        try PictureReader.read(path: path)
      }
    }
  }

  @Test(.enabled(if: getuid() != 0, "the superuser may read everything"))
  func namesMissingPermission() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/secret.png"
      try write([1], to: path)
      chmod(path, 0)
      expect(path, { _ in .unreadable(path, errorNumber: EACCES) })
    }
  }

  @Test func everyErrorIsOneSentence() {
    let name = "my file.png"
    let errors: [MediaError] = [
      .missing(name), .unreadable(name, errorNumber: EACCES), .notAFile(name, .folder), .empty(name, .sound),
      .tooManyBytes(name, .picture, bytes: 256_000_001, limit: 256_000_000), .unknownFormat(name, .picture),
      .unknownFormat(name, .sound), .truncated(name, format: "PNG"), .damaged(name, format: "PNG", detail: "CRC error"),
      .unsupported(name, format: "JPEG", detail: ""), .noMemory(name), .noPixels(name),
      .tooManyPixels(name, width: 40_000, height: 40_000, limit: 128_000_000),
      .sideTooLong(name, width: 2_000_000, height: 3, limit: 1_000_000), .noSamples(name),
      .soundCutShort(name, promised: 100, present: 3), .rateOutOfRange(name, rate: 0, limits: 1000...768_000),
      .tooManySeconds(name, limit: 3600), .programMissing(name, format: "GIF", program: "ffmpeg"),
      .programFailed(name, format: "GIF", program: "ffmpeg", detail: "Invalid data"),
      .programTooSlow(name, format: "GIF", program: "ffmpeg", seconds: 30),
    ]
    for error in errors {
      let text = error.description
      #expect(text.contains("'my file.png'"))
      #expect(!text.contains("\n") && !text.contains("Optional") && text.count < 200)
    }
    #expect(
      MediaError.programMissing("a.gif", format: "GIF", program: "ffmpeg").description
        == "'a.gif' is GIF: reading it needs ffmpeg, install it with: sudo apt install ffmpeg")
    #expect(
      MediaError.tooManyPixels("a.png", width: 40_000, height: 40_000, limit: 128_000_000).description
        == "'a.png' is 40000 × 40000 pixels, more than the 128 million that are read; make it smaller.")
    #expect(
      MediaError.tooManyBytes("a.png", .picture, bytes: 256_000_001, limit: 256_000_000).description
        == "'a.png' has 257 MB, more than the 256 MB that are read for a picture; make it smaller.")
  }
}
