import Foundation
import Testing

@testable import Media

private let referenceFolder = ProcessInfo.processInfo.environment["FACET_REFERENCE"]

/// The recorded patches of the reference implementation.
@Suite(.enabled(if: referenceFolder != nil, "set FACET_REFERENCE to the folder with the recorded answers"))
struct ReferencePatchesTests {
  struct Cases: Decodable {
    struct Tensor: Decodable {
      let file: String
      let shape: [Int]
    }
    struct Picture: Decodable {
      let file: String
      let softTokens: Int
      let patches: Tensor
      let positionsXy: [[Int]]
    }
    struct Sound: Decodable {
      let file: String
      let seconds: Double
      let softTokens: Int
    }
    struct Case: Decodable {
      let name: String
      let maxSoftTokens: Int
      let images: [Picture]
      let audio: [Sound]
    }
    let cases: [Case]
  }

  private let folder = URL(fileURLWithPath: referenceFolder ?? "").appendingPathComponent("tiny")

  private func cases() throws -> [Cases.Case] {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Cases.self, from: Data(contentsOf: folder.appendingPathComponent("cases.json"))).cases
  }

  @Test func patchesAreTheReferences() throws {
    var count = 0
    for example in try cases() {
      for picture in example.images {
        let image = try PictureReader.read(path: folder.appendingPathComponent(picture.file).path)
        let patches = try PicturePatches(image, budget: example.maxSoftTokens)
        #expect(patches.count == picture.softTokens)
        let places = (0..<patches.count).map { [$0 % patches.columns, $0 / patches.columns] }
        #expect(places == picture.positionsXy)
        let data = try Data(contentsOf: folder.appendingPathComponent(picture.patches.file))
        let expected = data.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
        #expect(expected.count == patches.values.count)
        let farthest = zip(expected, patches.values).reduce(Float(0)) { max($0, abs($1.0 - $1.1)) }
        #expect(farthest <= 2.0 / 255, "\(picture.file)")
        count += 1
      }
    }
    #expect(count > 0)
  }

  @Test func soundsHaveTheReferencesLength() throws {
    for example in try cases() {
      for sound in example.audio {
        let waveform = try SoundReader.read(path: folder.appendingPathComponent(sound.file).path)
        #expect(waveform.frameCount == sound.softTokens)
        #expect(abs(waveform.seconds - sound.seconds) < 1e-3)
      }
    }
  }
}
