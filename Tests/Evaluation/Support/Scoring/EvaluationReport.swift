import Foundation

/// All figures of an evaluation, as people and programs read them.
public struct EvaluationReport: Sendable, Equatable {
  /// The figures in order.
  public var rows: [EvaluationRow] = []
  /// Why parts were not evaluated, a sentence each.
  public var skipped: [String] = []

  /// Why parts could not be evaluated to their end, a sentence each.
  public var failed: [String] = []

  /// A report of nothing yet.
  public init() {}

  /// Whether all targets hold that were looked at, and nothing failed.
  public var holds: Bool { failed.isEmpty && rows.allSatisfy { $0.isMet != false } }

  /// Takes over what another report says.
  public mutating func append(_ other: EvaluationReport) {
    rows += other.rows
    skipped += other.skipped
    failed += other.failed
  }

  /// A table, and below it what was skipped and what failed.
  public var table: String {
    let cells =
      [["", "n", "right", "value", "target", "met"]]
      + rows.map { row in
        let (count, right) =
          switch row.measure {
          case .share(let right, let total): (total, String(right))
          case .seconds(_, let runs), .megabytes(_, let runs): (runs, "")
          }
        let target = row.target.map { Self.text($0, like: row.measure, isTarget: true) } ?? "—"
        let met = row.isMet.map { $0 ? "yes" : "NO" } ?? "—"
        return [row.name, String(count), right, Self.text(row.value, like: row.measure), target, met]
      }
    let widths = (0..<6).map { column in cells.map { $0[column].count }.max() ?? 0 }
    let lines = cells.map { line in
      line.enumerated().map { column, cell in
        let space = String(repeating: " ", count: widths[column] - cell.count)
        return column == 0 ? cell + space : space + cell
      }.joined(separator: "   ")
    }
    return (lines + skipped + failed).joined(separator: "\n")
  }

  /// Every miss under the name of its row.
  public var misses: String {
    rows.filter { !$0.misses.isEmpty }.map { row in
      let lines = row.misses.map { "  \($0.asked)\n    expected: \($0.expected)\n    came:     \($0.came)" }
      return ([row.name] + lines).joined(separator: "\n")
    }.joined(separator: "\n\n")
  }

  /// The same for programs, one JSON object; misses only where they are wanted.
  public func json(withMisses: Bool) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let stored = StoredReport(
      rows: rows.map { StoredRow($0, withMisses: withMisses) }, skipped: skipped, failed: failed, holds: holds)
    return String(decoding: try encoder.encode(stored), as: UTF8.self)
  }

  private static func text(_ value: Double, like measure: EvaluationRow.Measure, isTarget: Bool = false) -> String {
    switch measure {
    case .share: String(format: isTarget ? "≥ %.0f %%" : "%.1f %%", value * 100)
    case .seconds: String(format: isTarget ? "≤ %g s" : "%.2f s", value)
    case .megabytes: String(format: isTarget ? "≤ %.0f MB" : "%.0f MB", value)
    }
  }
}

/// A report in JSON.
private struct StoredReport: Encodable {
  let rows: [StoredRow]
  let skipped: [String]
  let failed: [String]
  let holds: Bool
}

/// A row in JSON; what there is not is left out.
private struct StoredRow: Encodable {
  let name: String
  let unit: String
  let n: Int
  let right: Int?
  let value: Double
  let target: Double?
  let isMet: Bool?
  let misses: [EvaluationRow.Miss]?

  init(_ row: EvaluationRow, withMisses: Bool) {
    name = row.name
    switch row.measure {
    case .share(let right, let total): (unit, n, self.right) = ("share", total, right)
    case .seconds(_, let runs): (unit, n, right) = ("seconds", runs, nil)
    case .megabytes(_, let runs): (unit, n, right) = ("megabytes", runs, nil)
    }
    (value, target, isMet) = (row.value, row.target, row.isMet)
    misses = withMisses ? row.misses : nil
  }
}
