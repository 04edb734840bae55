import Chat
import Engine
import Foundation

/// The memory, and whether it comes in huge pages.
struct MemorySection: DoctorSection, Equatable {
  var total: Int?
  var available: Int?
  /// The most that the control groups of this process may take; nil where there is no limit.
  var limit: Int?
  /// `always`, `madvise` or `never`; nil where the system does not know huge pages.
  var hugePages: String?

  static func current() -> MemorySection {
    func text(_ path: String) -> String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }
    return MemorySection(
      total: SystemMemory.total, available: SystemMemory.available, limit: SystemMemory.limit,
      hugePages: chosen(in: text("/sys/kernel/mm/transparent_hugepage/enabled")))
  }

  /// The choice in brackets.
  ///
  ///     chosen(in: "always [madvise] never")  →  "madvise"
  static func chosen(in text: String) -> String? {
    guard let start = text.firstIndex(of: "["), let end = text[start...].firstIndex(of: "]") else { return nil }
    return String(text[text.index(after: start)..<end])
  }

  let title = "Memory"
  let key = "memory"

  var rows: [DoctorRow] {
    var rows = [
      DoctorRow("all", total.map(Figures.bytes) ?? "unknown"),
      DoctorRow("free", available.map(Figures.bytes) ?? "unknown"),
    ]
    if let limit { rows.append(DoctorRow("limit here", Figures.bytes(limit))) }
    rows.append(DoctorRow("huge pages", hugePages ?? "unknown"))
    return rows
  }

  var json: JSONValue {
    func number(_ value: Int?) -> JSONValue { value.map { .integer($0) } ?? .null }
    return [
      "total_bytes": number(total), "available_bytes": number(available), "limit_bytes": number(limit),
      "huge_pages": hugePages.map { .string($0) } ?? .null,
    ]
  }

  var findings: [DoctorFinding] {
    guard hugePages == "never" else { return [] }
    return [
      .advice(
        "huge pages are switched off, and weights are read more slowly without; switch them on: echo madvise | sudo "
          + "tee /sys/kernel/mm/transparent_hugepage/enabled")
    ]
  }
}
