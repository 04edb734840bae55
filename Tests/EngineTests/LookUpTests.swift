import TestSupport
import Testing

@testable import Engine

/// What is looked up is what followed the longest match, found as a plain search finds it.
@Suite struct LookUpTests {
  static func lookUp(_ tokens: [Int?]) -> LookUp {
    let lookUp = LookUp()
    lookUp.begin(tokens)
    return lookUp
  }

  @Test func aQuotationGoesOn() {
    let lookUp = Self.lookUp([5, 6, 7, 8, 9, 10, 1, 2, 6, 7, 8])
    #expect(lookUp.draft(3) == [9, 10, 1])
    #expect(lookUp.offer(limit: 2) == DraftOffer(.shortMatch, count: 2))
  }

  @Test func twoTokensAreNoMatch() {
    #expect(Self.lookUp([5, 6, 7, 8, 1, 6, 7]).offer(limit: 4) == nil)
    #expect(Self.lookUp([]).offer(limit: 4) == nil)
    #expect(Self.lookUp([1, 2, 3]).offer(limit: 4) == nil)
  }

  @Test func theLongerMatchIsTakenAndOfEquallyLongOnesTheLast() {
    #expect(Self.lookUp([1, 2, 3, 4, 50, 9, 2, 3, 4, 60, 1, 2, 3, 4]).draft(1) == [50])
    #expect(Self.lookUp([1, 2, 3, 50, 9, 1, 2, 3, 60, 8, 1, 2, 3]).draft(1) == [60])
  }

  @Test func manyTokensThatAgreeAreALongMatch() {
    let run = Array(100..<100 + LookUp.long)
    #expect(Self.lookUp([1] + run + [2, 3] + run).offer(limit: 1)?.kind == .longMatch)
    #expect(Self.lookUp([1] + run + [2, 3] + run.dropFirst()).offer(limit: 1)?.kind == .shortMatch)
  }

  @Test func whatRepeatsItselfGoesOnRepeating() {
    #expect(Self.lookUp([7, 1, 2, 1, 2, 1]).draft(5) == [2, 1, 2, 1, 2])
    #expect(Self.lookUp([4, 4, 4, 4]).draft(3) == [4, 4, 4])
  }

  @Test func nothingIsLookedUpAcrossAPicture() {
    #expect(Self.lookUp([1, nil, 2, 3, 9, 1, nil, 2, 3]).offer(limit: 4) == nil)
    // What follows ends where the picture begins.
    #expect(Self.lookUp([1, 2, 3, 4, nil, 5, 1, 2, 3]).draft(4) == [4])
    #expect(Self.lookUp([1, 2, 3, nil, 5, 1, 2, 3]).offer(limit: 4) == nil)
  }

  @Test func tokensOfTheReplyAreTakenIn() {
    let lookUp = Self.lookUp([1, 2, 3])
    for token in [4, 5, 6, 2, 3, 4] { lookUp.append(token) }
    #expect(lookUp.draft(2) == [5, 6])
    lookUp.begin([8, 9])
    #expect(lookUp.offer(limit: 2) == nil)
  }

  @Test(arguments: UInt64(1)...20)
  func itIsWhatAPlainSearchFinds(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let lookUp = LookUp()
    lookUp.begin([])
    var text: [Int] = []
    // Few tokens, so that matches of all lengths come; few enough of them, so that no chain is longer than what is compared.
    for _ in 0..<300 {
      let token = Int(random.next() % 7)
      lookUp.append(token)
      text.append(token)
      #expect(lookUp.draft(1) == Self.search(text))
    }
  }

  /// What followed the longest match, by comparing everything.
  static func search(_ text: [Int]) -> [Int] {
    var best: (length: Int, next: Int)?
    for place in text.indices.dropLast() {
      var length = 0
      while length < LookUp.longest, length <= place, text[place - length] == text[text.count - 1 - length] {
        length += 1
      }
      if length >= LookUp.shortest, length >= best?.length ?? 0 { best = (length, text[place + 1]) }
    }
    return best.map { [$0.next] } ?? []
  }
}
