import Testing

@testable import Engine

@Suite struct RandomSequenceTests {
  @Test func agreesWithPublishedNumbers() {
    // The first numbers of the authors' C code from this state, as published with the Rust crate rand_xoshiro.
    var random = RandomSequence(state: (1, 2, 3, 4))
    let numbers = (0..<6).map { _ in random.next() }
    #expect(
      numbers == [
        11520, 0, 1_509_978_240, 1_215_971_899_390_074_240, 1_216_172_134_540_287_360, 607_988_272_756_665_600,
      ])
    var seeds = SplitMix64(1_234_567)
    #expect((0..<2).map { _ in seeds.next() } == [6_457_827_717_110_365_317, 3_203_168_211_198_807_973])
  }

  @Test func unitsAreEvenAndNeverOne() {
    var random = RandomSequence(seed: 1)
    var counts = [Int](repeating: 0, count: 10)
    for _ in 0..<20_000 {
      let unit = random.nextUnit()
      #expect(unit >= 0 && unit < 1)
      counts[Int(unit * 10)] += 1
    }
    #expect(counts.allSatisfy { abs($0 - 2000) < 200 })
  }
}
