import Chat
import Testing

@testable import facet

@Suite struct SamplesTests {
  @Test func theMedianIsTheOneInTheMiddle() {
    #expect(Samples([3, 1, 2]).median == 2)
    #expect(Samples([4, 1, 2, 3]).median == 2.5)
    #expect(Samples([7]).median == 7)
    #expect(Samples().median == 0)
  }

  @Test func theSpreadIsFromTheLeastToTheMost() {
    let samples = Samples([2, 9, 4])
    #expect(samples.least == 2 && samples.most == 9)
  }

  @Test func rangesOverlapWhereTheyShareANumber() {
    #expect(Samples([1, 3]).overlaps(Samples([3, 4])))
    #expect(Samples([2]).overlaps(Samples([1, 5])))
    #expect(!Samples([1, 2]).overlaps(Samples([3, 4])))
    #expect(!Samples().overlaps(Samples([1])))
  }
}

@Suite struct BenchItemTests {
  static let items: [BenchItem] = [
    .loading, .prompt(depth: 0), .generation(depth: 4_096), .bandwidth, .share(depth: 16_384), .verify(columns: 8),
    .round(drafts: 3),
    .picture, .speech, .memory,
  ]

  @Test(arguments: items)
  func aNameLeadsBackToItsItem(_ item: BenchItem) {
    #expect(BenchItem(name: item.name) == item)
  }

  @Test(arguments: ["", "prompt", "loading@3", "verify@x", "draft@3", "prompt@1@2"])
  func otherNamesAreNotKnown(_ name: String) {
    #expect(BenchItem(name: name) == nil)
  }
}

@Suite struct BenchPlanTests {
  private func plan(_ line: String...) throws -> BenchPlan {
    guard case .run(.bench, let arguments) = try ArgumentParser.parse(["bench"] + line) else { return BenchPlan() }
    return BenchPlan(arguments)
  }

  @Test func optionsTakeThePlaceOfWhatIsUsual() throws {
    let plan = try plan("--prompt", "100", "-n", "7", "--rounds=2", "--depth", "50", "-d", "0", "-d", "50")
    #expect(plan.prompt == 100 && plan.generate == 7 && plan.rounds == 2)
    #expect(plan.depths == [0, 50])
    #expect(plan.context == 150)
    #expect(plan.skipped.isEmpty)
  }

  @Test func theQuickPlanSaysWhatItLeavesOut() throws {
    let quick = try plan("--quick")
    #expect(quick.depths == [0] && quick.rounds == 2)
    #expect(quick.skipped.count == 2 && quick.skipped.allSatisfy { $0.reason == "--quick" })
    let deep = try plan("--quick", "--depth", "4096")
    #expect(deep.depths == [4_096])
    #expect(deep.skipped.map(\.what) == ["2, 3, 5, 6 and 7 tokens at once"])
  }

  @Test func depthsWithoutRoomAreLeftOutAndNamed() throws {
    var plan = BenchPlan()
    try plan.fit(known: 131_072, fitting: 10_000)
    #expect(plan.depths == [0, 4_096])
    #expect(plan.skipped.map(\.what) == ["depth 16384"])
    try plan.fit(known: 4_096, fitting: 4_096)
    #expect(plan.depths == [0])
    #expect(plan.skipped[1].reason == "it takes 4608 tokens, and the model knows 4096")
  }

  @Test func aDepthThatWasAskedForMustFit() throws {
    var plan = try plan("--depth", "0", "--depth", "4000")
    #expect(throws: BenchError.beyondModel(depth: 4_000, needed: 4_512, known: 4_096)) {
      try plan.fit(known: 4_096, fitting: 100_000)
    }
    #expect(throws: BenchError.beyondMemory(depth: 4_000, needed: 4_512, fitting: 4_200)) {
      try plan.fit(known: 8_192, fitting: 4_200)
    }
  }

  @Test func aPlanOfNothingIsAnError() {
    var plan = BenchPlan()
    #expect(throws: BenchError.self) { try plan.fit(known: 256, fitting: 256) }
  }
}

@Suite struct BenchReportTests {
  static func report(speed: Double = 1, threads: Int = 2) -> BenchReport {
    var report = BenchReport()
    report.setting = BenchReport.Setting(
      model: "Gemma 4 12B", modelBytes: 6_980_000_000, processor: "A processor", threads: threads,
      kvFormat: "q8_0", matrixKernels: "avx512-vnni", otherKernels: "AVX-512", prompt: 512, generate: 32, rounds: 3,
      pictureTokens: 264,
      speechTokens: 250)
    report.memory = BenchReport.Memory(weights: 6_980_000_000, cache: 520_000_000)
    for value in [3.2, 4.3, 3.6] { report.add(value / speed, to: .loading) }
    for value in [35.7, 38.5, 42.8] { report.add(value * speed, to: .prompt(depth: 0)) }
    for value in [3.1, 3.4, 3.3] { report.add(value * speed, to: .generation(depth: 0)) }
    for value in [25e9, 30e9, 28e9] { report.add(value, to: .bandwidth) }
    for value in [0.86, 0.79, 0.82] { report.add(value, to: .share(depth: 0)) }
    for value in [33.0, 32, 35] { report.add(value * speed, to: .prompt(depth: 4_096)) }
    for value in [1.1, 1.2, 1.0] { report.add(value, to: .verify(columns: 4)) }
    for value in [1.3, 1.2, 1.25] { report.add(value, to: .round(drafts: 3)) }
    report.add(7.6e9, to: .memory)
    return report
  }

  @Test func jsonLeadsBackToTheReport() throws {
    var report = Self.report()
    report.skipped = [BenchReport.Skip(what: "a picture", reason: "there is no projector")]
    report.isInterrupted = true
    let text = report.json.text
    #expect(try BenchReport(JSONValue(parsing: text)) == report)
  }

  @Test func figuresOfAnotherVersionArePassedOver() throws {
    let text = """
      {"kind": "facet bench", "figures": [{"name": "draft@3", "samples": [1]}, {"name": "loading", "samples": [2, 4]},
       {"name": "picture", "samples": []}]}
      """
    let report = try #require(try BenchReport(JSONValue(parsing: text)))
    #expect(report.figures == [BenchReport.Figure(item: .loading, samples: Samples([2, 4]))])
  }

  @Test(arguments: ["[]", "{}", #"{"kind": "other", "figures": []}"#, #"{"kind": "facet bench"}"#])
  func anythingElseIsNoReport(_ text: String) throws {
    #expect(try BenchReport(JSONValue(parsing: text)) == nil)
  }

  @Test func theTableIsAsRecorded() throws {
    try Snapshot.expect(BenchTable.lines(Self.report()).joined(separator: "\n") + "\n", named: "bench")
  }

  @Test func theTableOfAComparisonIsAsRecorded() throws {
    var now = Self.report(speed: 1.5, threads: 4)
    now.isInterrupted = true
    now.skipped = [BenchReport.Skip(what: "depth 16384", reason: "it takes 16896 tokens, and the model knows 8192")]
    let lines = BenchTable.lines(now, against: BenchComparison(now, against: Self.report()))
    try Snapshot.expect(lines.joined(separator: "\n") + "\n", named: "bench-compare")
  }

  @Test func namesInTheTableCannotSteerTheTerminal() {
    var report = Self.report()
    report.setting.model = "a\u{1B}[2J\nb"
    #expect(BenchTable.lines(report)[0].hasPrefix("a␛[2J"))
  }
}

@Suite struct BenchComparisonTests {
  @Test func aboveOneIsBetterWhateverIsCounted() throws {
    let now = BenchReportTests.report(speed: 2)
    let comparison = BenchComparison(now, against: BenchReportTests.report())
    for item in [BenchItem.loading, .prompt(depth: 0), .generation(depth: 0)] {
      let ratio = try #require(comparison.ratio(item))
      #expect(abs(ratio.value - 2) < 1e-9 && !ratio.isWithinSpread)
    }
    let same = try #require(comparison.ratio(.verify(columns: 4)))
    #expect(same.value == 1 && same.isWithinSpread)
    #expect(comparison.differences.isEmpty)
  }

  @Test func whatOnlyOneRunHasIsLeftOut() {
    var now = BenchReportTests.report()
    now.add(8, to: .picture)
    let comparison = BenchComparison(now, against: BenchReportTests.report())
    #expect(comparison.ratio(.picture) == nil)
    #expect(comparison.ratios.count == now.figures.count - 1)
  }

  @Test func otherSettingsAreNamed() {
    let comparison = BenchComparison(BenchReportTests.report(threads: 4), against: BenchReportTests.report())
    #expect(comparison.differences == ["the number of threads was 2 and is 4"])
  }
}
