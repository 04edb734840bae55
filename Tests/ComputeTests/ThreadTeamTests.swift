import Synchronization
import Testing

@testable import Compute

@Suite struct ThreadTeamTests {
  @Test(arguments: [1, 2, 3, 8])
  func everyIndexIsVisitedOnce(threads: Int) throws {
    let team = try ThreadTeam(count: threads)
    for round in 0..<2_000 {
      let count = round % 37
      let visits = Mutex([Int](repeating: 0, count: count))
      team.run(count) { index in visits.withLock { $0[index] += 1 } }
      #expect(visits.withLock { $0.allSatisfy { $0 == 1 } })
    }
  }

  @Test func piecesCoverTheWhole() throws {
    let team = try ThreadTeam(count: 3)
    for (count, size) in [(0, 4), (1, 4), (4, 4), (1_001, 10)] {
      let seen = Mutex([Range<Int>]())
      team.run(count, by: size) { range in seen.withLock { $0.append(range) } }
      let ranges = seen.withLock { $0 }.sorted { $0.lowerBound < $1.lowerBound }
      #expect(ranges.flatMap { Array($0) } == Array(0..<count))
      #expect(ranges.allSatisfy { $0.count <= size })
    }
  }

  @Test func threadsThatFellAsleepWakeUp() async throws {
    let team = try ThreadTeam(count: 4)
    for _ in 0..<5 {
      try await Task.sleep(for: .milliseconds(30))
      let sum = Atomic(0)
      team.run(1_000) { sum.add($0, ordering: .relaxed) }
      #expect(sum.load(ordering: .relaxed) == 499_500)
    }
  }
}
