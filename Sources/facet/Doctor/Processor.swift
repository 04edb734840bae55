import Foundation

/// What the system says of the processor.
struct Processor: Sendable, Equatable {
  /// What it is called.
  var name = "unknown"
  /// Those of its instruction sets that matter here, in the system's spelling.
  var features: [String] = []

  /// The instruction sets that kernels are made for or may be made for.
  private static let interesting = [
    "sse4_1", "avx", "avx2", "fma", "f16c", "avx_vnni", "avx512f", "avx512bw", "avx512vl", "avx512_vnni",
    "avx512_bf16", "avx512_fp16", "amx_tile", "amx_int8", "amx_bf16",
    "asimd", "asimddp", "asimdhp", "i8mm", "bf16", "sve", "sve2", "sme",
  ]

  /// This machine's, by `/proc/cpuinfo`.
  static var current: Processor {
    Processor(cpuinfo: (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? "")
  }

  /// Reads the text of `/proc/cpuinfo`, by its first processor.
  init(cpuinfo: String) {
    var entries: [String: String] = [:]
    for line in cpuinfo.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
      if parts.count == 2, entries[parts[0]] == nil { entries[parts[0]] = parts[1] }
    }
    if let model = entries["model name"] ?? entries["Model"] ?? entries["Hardware"] {
      name = model.split(separator: " ").joined(separator: " ")
    } else if let implementer = entries["CPU implementer"], let part = entries["CPU part"] {
      name = "ARM, implementer \(implementer), part \(part)"
    }
    let flags = Set((entries["flags"] ?? entries["Features"] ?? "").split(separator: " ").map(String.init))
    features = Self.interesting.filter(flags.contains)
  }
}
