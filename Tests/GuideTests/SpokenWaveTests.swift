import Foundation
import Media
import TestSupport
import Testing

@testable import GuideEvaluation

@Suite struct SpokenWaveTests {
  private static let tone = SpokenWave(rate: 22_050, samples: (0..<22_050).map { Int16(8_000 * sin(Double($0) / 20)) })

  private static func power(_ samples: [Double]) -> Double {
    10 * log10(samples.reduce(0) { $0 + $1 * $1 } / Double(samples.count))
  }

  @Test func aFileIsReadBackByItselfAndByTheEngine() throws {
    #expect(SpokenWave(pipe: Self.tone.file) == Self.tone)
    #expect(SpokenWave(pipe: Data("no wave".utf8)) == nil)
    let folder = try TestFolder()
    let heard = try SoundReader.read(path: try folder.write(Self.tone.file, named: "tone.wav"))
    #expect(abs(heard.seconds - 1) < 0.001)
  }

  @Test func quietAndNoiseAreAsManyDecibelsAsWanted() {
    let loud = Self.power(Self.tone.samples.map(Double.init))
    let quiet = Self.power(Self.tone.quieter(by: 20).samples.map(Double.init))
    #expect(abs(loud - quiet - 20) < 0.1)
    let noisy = Self.tone.noisy(20, seed: 1)
    let noise = Self.power(zip(noisy.samples, Self.tone.samples).map { Double($0) - Double($1) })
    #expect(abs(loud - noise - 20) < 0.2)
    #expect(noisy == Self.tone.noisy(20, seed: 1) && noisy != Self.tone.noisy(20, seed: 2))
  }

  @Test func theEngineReadsWhatEspeakWrites() throws {
    guard let synthesizer = SpeechSynthesizer() else { return }
    let bytes = try synthesizer.say("hello", Voice.heldOut[0])
    let wave = try #require(SpokenWave(pipe: bytes))
    #expect(wave.rate == 22_050)
    let folder = try TestFolder()
    let straight = try SoundReader.read(path: try folder.write(bytes, named: "straight.wav"))
    let rewritten = try SoundReader.read(path: try folder.write(wave.file, named: "rewritten.wav"))
    #expect(straight == rewritten)
    #expect(abs(straight.seconds - Double(wave.samples.count) / 22_050) < 0.01)
  }
}
