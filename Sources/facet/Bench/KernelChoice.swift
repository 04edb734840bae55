import Compute

/// The sets of kernels that run on this processor, as they are named on the command line.
enum KernelChoice {
  /// What may be typed, best first.
  static let words = Arithmetic.supportedKernelNames.map(word)

  /// The set that a word means; nil where this processor has none of the name.
  static func name(_ word: String) -> String? { Arithmetic.supportedKernelNames.first { Self.word($0) == word } }

  /// A name as it is typed: `avx-512-vnni` for AVX-512 VNNI.
  private static func word(_ name: String) -> String { name.lowercased().replacing(" ", with: "-") }
}
