/// A report beside an earlier one.
struct BenchComparison: Sendable, Equatable {
  /// How one figure has changed.
  struct Ratio: Sendable, Equatable {
    var item: BenchItem
    /// By the medians; above 1 it is better now, whether more or less of it is better.
    var value: Double
    /// Whether the samples of both runs share a range, so that the difference may be chance.
    var isWithinSpread: Bool
  }

  /// What both reports have, in the order of the newer one.
  let ratios: [Ratio]
  /// What makes the two hard to compare, a sentence each.
  let differences: [String]

  init(_ now: BenchReport, against earlier: BenchReport) {
    ratios = now.figures.compactMap { figure in
      guard let before = earlier.samples(figure.item) else { return nil }
      let (new, old) = (figure.samples.median, before.median)
      guard new > 0, old > 0 else { return nil }
      return Ratio(
        item: figure.item, value: figure.item.unit.isBetterHigher ? new / old : old / new,
        isWithinSpread: figure.samples.overlaps(before))
    }
    differences = Self.differences(now.setting, earlier.setting)
  }

  func ratio(_ item: BenchItem) -> Ratio? { ratios.first { $0.item == item } }

  private static func differences(
    _ now: BenchReport.Setting, _ earlier: BenchReport.Setting
  ) -> [String] {
    let pairs: [(what: String, now: String, earlier: String)] = [
      ("the model", now.model, earlier.model),
      ("the size of the model", Figures.bytes(now.modelBytes), Figures.bytes(earlier.modelBytes)),
      ("the processor", now.processor, earlier.processor),
      ("the number of threads", String(now.threads), String(earlier.threads)),
      ("the format of keys and values", now.kvFormat, earlier.kvFormat),
      ("the matrix kernels", now.matrixKernels, earlier.matrixKernels),
      ("the other kernels", now.otherKernels, earlier.otherKernels),
      ("the length of the prompt", String(now.prompt), String(earlier.prompt)),
      ("the number of tokens written", String(now.generate), String(earlier.generate)),
      ("the size of the picture in tokens", String(now.pictureTokens), String(earlier.pictureTokens)),
    ]
    return pairs.filter { $0.now != $0.earlier }.map { "\($0.what) was \($0.earlier) and is \($0.now)" }
  }
}
