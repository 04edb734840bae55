import Chat
import Compute

/// The processor, its threads, and the kernels that are chosen for it.
struct ProcessorSection: DoctorSection, Equatable {
  var processor: Processor
  var cores: Cores
  /// Threads that the configuration asks for.
  var configuredThreads: Int?
  /// The sets of matrix kernels that run here, best first: the first one is used.
  var matrixKernels: [String]
  var otherKernels: String
  /// What OpenBLAS takes the processor for.
  var floatLibrary: String

  static func current(configuredThreads: Int?) -> ProcessorSection {
    ProcessorSection(
      processor: .current, cores: .current, configuredThreads: configuredThreads,
      matrixKernels: Arithmetic.supportedKernelNames, otherKernels: Arithmetic.operationsName,
      floatLibrary: Arithmetic.floatLibraryName)
  }

  let title = "Processor"
  let key = "processor"

  private var threads: Int { configuredThreads ?? cores.usable }

  var rows: [DoctorRow] {
    var counts = ["\(cores.usable) usable"]
    if let physical = cores.physical { counts.append("\(physical) cores") }
    if let performance = cores.performance { counts.append("\(performance) of the fast kind") }
    return [
      DoctorRow("name", processor.name),
      DoctorRow(
        "instructions", processor.features.isEmpty ? "none of interest" : processor.features.joined(separator: " ")),
      DoctorRow("matrix kernels", matrixKernels.first ?? "none"),
      DoctorRow("other kernels", otherKernels),
      DoctorRow("float library", "OpenBLAS for \(floatLibrary)"),
      DoctorRow("threads", counts.joined(separator: ", ")),
      DoctorRow("facet computes", "with \(threads)" + (configuredThreads == nil ? "" : ", as configured")),
    ]
  }

  var json: JSONValue {
    [
      "name": .string(processor.name), "instructions": .array(processor.features.map { .string($0) }),
      "matrix_kernels": .string(matrixKernels.first ?? ""),
      "supported_matrix_kernels": .array(matrixKernels.map { .string($0) }),
      "other_kernels": .string(otherKernels), "float_library": .string(floatLibrary),
      "usable_threads": .integer(cores.usable), "cores": cores.physical.map { .integer($0) } ?? .null,
      "fast_threads": cores.performance.map { .integer($0) } ?? .null, "threads": .integer(threads),
    ]
  }

  var findings: [DoctorFinding] {
    var findings: [DoctorFinding] = []
    if matrixKernels.count == 1 {
      findings.append(
        .advice(
          "this processor has none of the instructions that facet has fast kernels for, so it will be slow; another "
            + "machine with AVX2 or NEON would be many times as fast"))
    }
    if threads > cores.usable {
      findings.append(
        .advice(
          "the configuration asks for \(threads) threads, but only \(cores.usable) can run at once, which is slower; "
            + "set threads to \(cores.usable) or remove it"))
    }
    return findings
  }
}
