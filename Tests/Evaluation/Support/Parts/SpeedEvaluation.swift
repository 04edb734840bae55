import Foundation

/// Measures the first answer of the built program, as a person sees it who has just cloned facet.
public struct SpeedEvaluation: Sendable {
  /// The question that is asked.
  public static let question = "how do I attach a screenshot?"

  private let program: String
  private let options: [String]

  /// Measures this program with further options, such as another model.
  public init(program: String, options: [String] = []) {
    self.program = program
    self.options = options
  }

  /// The program `facet` in the folder of the running one; nil where there is none.
  public static func programBesideThis() -> String? {
    let here = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
    let path = here.appendingPathComponent("facet").path
    return FileManager.default.isExecutableFile(atPath: path) ? path : nil
  }

  /// The medians of so many runs, after one that reads the program from the disk.
  ///
  /// - Throws: ``EvaluationError``.
  public func rows(runs: Int = 5) throws(EvaluationError) -> [EvaluationRow] {
    var measured: [MeasuredRun] = []
    for run in 0...max(1, runs) {
      let one = try MeasuredRun(program, ["run"] + options + [Self.question])
      if run > 0 { measured.append(one) }
    }
    func median(_ value: (MeasuredRun) -> Double) -> Double { measured.map(value).sorted()[measured.count / 2] }
    return [
      EvaluationRow("first answer, to its first byte", .seconds(median(\.firstByte), runs: measured.count)),
      EvaluationRow("first answer, to the end", .seconds(median(\.end), runs: measured.count), target: 1),
      EvaluationRow(
        "first answer, peak memory", .megabytes(median(\.peakMemory) / 1e6, runs: measured.count), target: 150),
    ]
  }
}
