import Screen

/// Writes a report for people.
///
/// ```
///                                median   least … most
/// loading                          3.21   3.18 … 4.30    s
/// prompt, 512 tokens               38.5   35.7 … 42.8    tokens/s
///   after 4096                     33.1   30.9 … 36.0    tokens/s
/// ```
enum BenchTable {
  /// The report as lines, with the ratios of a comparison in a column of their own.
  static func lines(_ report: BenchReport, against comparison: BenchComparison? = nil) -> [String] {
    var lines = heading(report.setting) + [""]
    var rows = [["", "median", "least … most", "", comparison == nil ? "" : "ratio"]]
    for figure in ordered(report.figures) {
      let (divisor, unit) = figure.item.unit.scale(figure.samples.median)
      func number(_ value: Double) -> String { Figures.rate(value / divisor) }
      let spread =
        figure.samples.values.count < 2
        ? "" : "\(number(figure.samples.least)) … \(number(figure.samples.most))"
      rows.append([
        label(figure.item, report.setting), number(figure.samples.median), spread, unit,
        comparison?.ratio(figure.item).map(text) ?? "",
      ])
    }
    lines += columns(rows)
    lines += remarks(report, comparison).flatMap { [""] + HelpText.wrap($0, width: HelpText.width) }
    return lines.map { SafeText(oneLine: $0).string }
  }

  private static func heading(_ setting: BenchReport.Setting) -> [String] {
    [
      "\(setting.model), \(Figures.bytes(setting.modelBytes)), \(counted(setting.threads, "thread"))",
      "\(setting.processor); kernels \(setting.matrixKernels) for matrices, \(setting.otherKernels) for the rest",
    ]
  }

  /// As people look for them: what belongs together is together.
  private static func ordered(_ figures: [BenchReport.Figure]) -> [BenchReport.Figure] {
    func rank(_ item: BenchItem) -> (Int, Int) {
      switch item {
      case .loading: (0, 0)
      case .prompt(let depth): (1, depth)
      case .generation(let depth): (2, depth)
      case .bandwidth: (3, 0)
      case .share(let depth): (4, depth)
      case .verify(let columns): (5, columns)
      case .round(let drafts): (6, drafts)
      case .picture: (7, 0)
      case .speech: (8, 0)
      case .memory: (9, 0)
      }
    }
    return figures.sorted { rank($0.item) < rank($1.item) }
  }

  private static func label(_ item: BenchItem, _ setting: BenchReport.Setting) -> String {
    switch item {
    case .loading: "loading"
    case .prompt(0): "prompt, \(counted(setting.prompt, "token"))"
    case .generation(0): "generation, \(counted(setting.generate, "token"))"
    case .prompt(let depth): "prompt after \(depth)"
    case .generation(let depth): "generation after \(depth)"
    case .bandwidth: "memory bandwidth"
    case .share(0): "generation's share of it"
    case .share(let depth): "its share after \(depth)"
    case .verify(let columns): "\(columns) tokens at once"
    case .round(let drafts): "a round of \(counted(drafts, "guess", "guesses"))"
    case .picture: "a picture, \(counted(setting.pictureTokens, "token"))"
    case .speech: "10 s of speech, \(counted(setting.speechTokens, "token"))"
    case .memory: "memory in use"
    }
  }

  /// `1.24`, or `≈ 1.02` where the samples of both runs overlap.
  private static func text(_ ratio: BenchComparison.Ratio) -> String {
    (ratio.isWithinSpread ? "≈ " : "") + Figures.rate(ratio.value)
  }

  private static func remarks(_ report: BenchReport, _ comparison: BenchComparison?) -> [String] {
    var remarks: [String] = []
    if let resident = report.samples(.memory)?.median {
      let (weights, cache) = (report.memory.weights, report.memory.cache)
      remarks.append(
        "In memory: weights \(Figures.bytes(weights)), keys and values \(Figures.bytes(cache)) (\(report.setting.kvFormat)), all else "
          + Figures.bytes(max(0, Int(resident) - weights - cache)) + ".")
    }
    if report.isInterrupted { remarks.append("Interrupted: these are the rounds that were done.") }
    if !report.skipped.isEmpty {
      let list = report.skipped.map { "\($0.what) (\($0.reason))" }.joined(separator: "; ")
      remarks.append("Not measured: \(list).")
    }
    if let comparison {
      if comparison.ratios.isEmpty {
        remarks.append("The earlier run has no figure in common with this one.")
      } else {
        remarks.append("A ratio above 1 is better now than in the earlier run; ≈ stands where the two spreads overlap.")
      }
      if !comparison.differences.isEmpty {
        remarks.append("Compare with care: " + comparison.differences.joined(separator: "; ") + ".")
      }
    }
    return remarks
  }

  private static func counted(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
    "\(count) \(count == 1 ? noun : plural ?? noun + "s")"
  }

  /// Rows with their cells below each other: names and units to the left, numbers to the right.
  private static func columns(_ rows: [[String]]) -> [String] {
    let isRight = [false, true, true, false, true]
    let widths = isRight.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = row.indices.filter { widths[$0] > 0 }.map { column in
        let pad = String(repeating: " ", count: widths[column] - row[column].count)
        return isRight[column] ? pad + row[column] : row[column] + pad
      }
      let line = cells.joined(separator: "   ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }
}
