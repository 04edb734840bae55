import Testing

@testable import Chat

@Suite struct NearestNameTests {
  private let names = ["--model", "--temperature", "--top-k", "--top-p", "--max-tokens", "--think"]

  @Test(arguments: [
    ("--modle", "--model"), ("--temp", "--temperature"), ("--maxtokens", "--max-tokens"), ("--THINK", "--think"),
    ("--topp", "--top-p"), ("--max_tokens", "--max-tokens"),
  ])
  func findsWhatWasMeant(_ word: String, _ name: String) {
    #expect(NearestName.of(word, among: names) == name)
  }

  @Test(arguments: ["", "--color", "x", String(repeating: "--model", count: 10_000)])
  func findsNothingWhereNothingIsNear(_ word: String) {
    #expect(NearestName.of(word, among: names) == nil)
  }

  @Test func countsASwapAsOneStep() {
    #expect(NearestName.distance("modle", "model") == 1)
    #expect(NearestName.distance("", "abc") == 3)
    #expect(NearestName.distance("abc", "abc") == 0)
  }
}
