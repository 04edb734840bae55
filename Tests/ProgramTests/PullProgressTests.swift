import Foundation
import Testing

@testable import Models
@testable import facet

@Suite struct PullProgressTests {
  private func line(
    _ done: Int, of total: Int? = 7_000_000_000, rate: Double? = 41_000_000, columns: Int
  ) -> String {
    PullProgress.line(
      "gemma-4-12b-it-qat-q4_0.gguf", done: done, of: total, rate: rate, columns: columns, isUnicode: false)
  }

  @Test func showsAsMuchAsTheWidthAllows() {
    #expect(
      line(3_100_000_000, columns: 120)
        == "gemma-4-12b-it-qat-q4_0.gguf  ###########.............  3.1 of 7.0 GB, 41 MB a second, 1:36 left")
    #expect(
      line(3_100_000_000, columns: 80)
        == "gemma-4-12b-…t-q4_0.gguf  #####......  3.1 of 7.0 GB, 41 MB a second, 1:36 left")
    #expect(line(3_100_000_000, columns: 56) == "gemma-4-12b-…t-q4_0.gguf  #####.......  44 %, 1:36 left")
    #expect(line(3_100_000_000, columns: 12) == "gemm…guf 44")
    #expect(line(3_100_000, of: nil, rate: nil, columns: 60) == "gemma-4-12b-it-qat-q4_0.gguf  3.10 MB")
  }

  @Test func isNeverAsWideAsTheTerminal() {
    for columns in 0...150 {
      for total in [nil, 0, 1, 999, 7_000_000_000, 1 << 44] as [Int?] {
        for rate in [nil, 0, 0.001, 5e3, 4e7, 1e12] as [Double?] {
          for done in [0, 1, (total ?? 50) / 2, total ?? 50] {
            #expect(line(done, of: total, rate: rate, columns: columns).count <= max(0, columns - 1))
          }
        }
      }
    }
  }

  @Test func theRateIsThatOfTheLastTenSeconds() {
    var meter = RateMeter()
    meter.add(0, at: .zero)
    #expect(meter.rate == nil)
    for second in 1...20 { meter.add(second * 100, at: .seconds(second)) }
    #expect(meter.rate == 100)
    for second in 21...40 { meter.add(2000 + (second - 20) * 10, at: .seconds(second)) }
    #expect(meter.rate == 10)
    // What begins anew is no shrinking.
    meter.add(0, at: .seconds(41))
    #expect(meter.rate == nil)
  }

  @Test func theListOfNamesHasTheirSizes() {
    let lines = PullCommand.catalogue()
    #expect(lines.contains { $0.hasPrefix("  gemma-4-12b          7.40 GB  ") })
    #expect(lines.allSatisfy { $0.count <= 80 }, "\(lines)")
  }
}
