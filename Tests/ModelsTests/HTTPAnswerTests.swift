import Foundation
import Testing

@testable import Models

@Suite struct HTTPAnswerTests {
  private func answer(_ headers: [String: String]) -> HTTPAnswer {
    HTTPAnswer(url: URL(fileURLWithPath: "/"), status: 200, headers: headers)
  }

  @Test(
    arguments: [
      ("bytes 5-9/10", 5, 10), ("BYTES 0-0/1", 0, 1), ("bytes 5-9/*", 5, nil), ("bytes */10", nil, nil),
      ("bytes 5-9", nil, nil), ("bytes a-9/10", nil, nil), ("", nil, nil), ("bytes 99999999999999999999-1/2", nil, nil),
    ] as [(String, Int?, Int?)])
  func theRangeIsRead(text: String, start: Int?, total: Int?) {
    let range = answer(["content-range": text]).range
    #expect(range?.start == start)
    #expect(range?.total == total)
  }

  @Test(
    arguments: [
      ("\"abc\"", "\"abc\""), ("W/\"abc\"", nil), ("abc", nil), ("\"\"", nil),
    ] as [(String, String?)])
  func onlyAStrongTagIdentifiesContents(text: String, tag: String?) {
    #expect(answer(["etag": text]).strongTag == tag)
  }

  @Test(
    arguments: [
      ("<https://a/b?c=1,2>; rel=\"prev\", <https://a/d>; rel=\"next\"", "https://a/d"), ("<x>; rel=\"prev\"", nil),
      (">x<; rel=\"next\"", nil), ("rel=\"next\"", nil), ("", nil),
    ] as [(String, String?)])
  func theNextPageIsRead(text: String, address: String?) {
    #expect(answer(["LINK": text]).nextPage == address)
  }

  @Test func aLengthIsNotNegative() {
    #expect(answer(["Content-Length": "12"]).length == 12)
    #expect(answer(["Content-Length": "-12"]).length == nil)
    #expect(answer(["Content-Length": "1e3"]).length == nil)
  }
}

@Suite struct RetryPolicyTests {
  @Test func waitsDoubleUpToALimitAndAreSpreadByChance() {
    var policy = RetryPolicy()
    policy.chance = { 1 }
    #expect((1...8).map(policy.wait(afterTry:)) == [1, 2, 4, 8, 16, 32, 60, 60])
    policy.chance = { 0 }
    #expect((1...3).map(policy.wait(afterTry:)) == [0.5, 1, 2])
    #expect(policy.wait(afterTry: 100_000) == 30)
  }

  @Test(
    arguments: [
      ("7", 7), (" 0 ", 0), ("-5", 0), ("Wed, 21 Oct 2015 07:28:30 GMT", 30), ("Wed, 21 Oct 2015 07:00:00 GMT", 0),
      ("soon", nil), ("", nil), (nil, nil), ("inf", nil),
    ] as [(String?, Double?)])
  func theServersWishIsRead(text: String?, seconds: Double?) {
    // 2015-10-21 07:28:00 UTC.
    let now = Date(timeIntervalSince1970: 1_445_412_480)
    #expect(RetryPolicy.seconds(retryAfter: text, now: now) == seconds)
  }
}
