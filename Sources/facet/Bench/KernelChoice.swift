import Compute

/// The sets of kernels that run on this processor, as they are named on the command line.
enum KernelChoice {
  /// What may be typed, best first.
  static let words = Arithmetic.supportedKernelNames.map(word)

  /// The set that a word means; nil where this processor has none of the name.
  static func name(_ word: String) -> String? { Arithmetic.supportedKernelNames.first { Self.word($0) == word } }

  ///     word("AVX-512 VNNI")  →  "avx-512-vnni"
  private static func word(_ name: String) -> String { name.lowercased().replacing(" ", with: "-") }
}
