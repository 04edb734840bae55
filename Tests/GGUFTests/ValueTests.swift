import GGUF
import Testing

@Suite struct ValueTests {
  @Test func integersOfEveryKindAreInts() {
    let values: [GGUFValue] = [
      .uint8(7), .int8(7), .uint16(7), .int16(7), .uint32(7), .int32(7), .uint64(7), .int64(7),
    ]
    for value in values {
      #expect(value.int == 7)
      #expect(value.double == 7)
      #expect(value.bool == nil)
    }
    #expect(GGUFValue.uint64(.max).int == nil)
    #expect(GGUFValue.float32(7).int == nil)
    #expect(GGUFValue.string("7").int == nil)
  }

  @Test func accessorsGiveNilForOtherKinds() {
    #expect(GGUFValue.float32(0.5).double == 0.5)
    #expect(GGUFValue.float64(0.25).double == 0.25)
    #expect(GGUFValue.bool(true).bool == true)
    #expect(GGUFValue.bool(true).int == nil)
    #expect(GGUFValue.string("x").string == "x")
    #expect(GGUFValue.string("x").array == nil)
    #expect(GGUFValue.uint8(1).string == nil)
  }

  @Test func arraysOfNumbersAreConverted() {
    #expect(GGUFArray(uint8: [1, 255]).ints == [1, 255])
    #expect(GGUFArray(int8: [-1]).ints == [-1])
    #expect(GGUFArray(uint16: [65_535]).ints == [65_535])
    #expect(GGUFArray(int16: [-2]).ints == [-2])
    #expect(GGUFArray(uint32: [.max]).ints == [4_294_967_295])
    #expect(GGUFArray(int32: [-3]).ints == [-3])
    #expect(GGUFArray(uint64: [1, .max]).ints == nil)
    #expect(GGUFArray(int64: [.min]).ints == [.min])
    #expect(GGUFArray(float32: [0.5]).doubles == [0.5])
    #expect(GGUFArray(float64: [0.1]).doubles == [0.1])
    #expect(GGUFArray(int8: [-1]).doubles == [-1])
    #expect(GGUFArray(bools: [true, false]).bools == [true, false])
    #expect(GGUFArray(bools: [true]).ints == nil)
    #expect(GGUFArray(float32: [1]).ints == nil)
    #expect(GGUFArray(uint8: [1]).bools == nil)
    #expect(GGUFArray(uint8: [1]).strings == nil)
    #expect(GGUFArray(uint8: [1]).arrays == nil)
  }

  @Test func stringsAreFoundAtRandom() throws {
    let texts = ["", "a", "▁the", "🦙🚀", "", "end"]
    let strings = try #require(GGUFArray(strings: texts).strings)
    #expect(strings.count == 6)
    #expect(strings.byteCount == texts.joined().utf8.count)
    #expect((0..<6).map { strings[$0] } == texts)
    #expect(strings.withBytes(at: 2) { Array($0) } == Array("▁the".utf8))
    var seen: [Int: [UInt8]] = [:]
    strings.forEachBytes { seen[$0] = Array($1) }
    #expect(seen.count == 6)
    #expect(seen[3] == Array("🦙🚀".utf8))
  }

  @Test func innerArraysAreFound() throws {
    let inner = [GGUFArray(strings: ["x", "yy"]), GGUFArray(arrays: [GGUFArray(int32: [5])]), GGUFArray(bools: [])]
    let arrays = try #require(GGUFArray(arrays: inner).arrays)
    #expect(arrays == inner)
    #expect(arrays[0].strings?[1] == "yy")
    #expect(arrays[1].arrays?[0].ints == [5])
  }

  @Test func blocksHaveTheSizesOfTheFormat() {
    #expect(GGUFType.q4_0.byteCount(elements: 64) == 36)
    #expect(GGUFType.q4_K.byteCount(elements: 512) == 288)
    #expect(GGUFType.q6_K.byteCount(elements: 256) == 210)
    #expect(GGUFType.bf16.byteCount(elements: 3) == 6)
    #expect(GGUFType.q8_0.byteCount(elements: 33) == nil)
    #expect(GGUFType.f32.byteCount(elements: -1) == nil)
    #expect(GGUFType.f64.byteCount(elements: .max) == nil)
    #expect(GGUFType.q4_K.name == "Q4_K")
    #expect(GGUFType.iq4_NL.name == "IQ4_NL")
    #expect(GGUFType.f32.name == "F32")
  }
}
