import CKernels

// swift-format-ignore: AlwaysUseLowerCamelCase
/// How the numbers of a matrix are written down.
public enum WeightType: Sendable, Equatable {
  case float32, float16, bfloat16
  case q4_0, q4_1, q5_0, q5_1, q8_0, q2_K, q3_K, q4_K, q5_K, q6_K, iq4_NL, iq4_XS

  /// The kernels' name for it; nil for floats.
  var tile: facet_type? {
    switch self {
    case .float32, .float16, .bfloat16: nil
    case .q4_0: FACET_Q4_0
    case .q4_1: FACET_Q4_1
    case .q5_0: FACET_Q5_0
    case .q5_1: FACET_Q5_1
    case .q8_0: FACET_Q8_0
    case .q2_K: FACET_Q2_K
    case .q3_K: FACET_Q3_K
    case .q4_K: FACET_Q4_K
    case .q5_K: FACET_Q5_K
    case .q6_K: FACET_Q6_K
    case .iq4_NL: FACET_IQ4_NL
    case .iq4_XS: FACET_IQ4_XS
    }
  }

  /// Weights in one block: a row holds a whole number of blocks.
  public var blockColumns: Int { tile.map { facet_block_columns($0) } ?? 1 }

  /// Bytes of one row as the file holds it.
  public func rowBytes(columns: Int) -> Int {
    if let tile { return columns / blockColumns * facet_block_bytes(tile) }
    return columns * (self == .float32 ? 4 : 2)
  }
}
