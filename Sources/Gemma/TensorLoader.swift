import Compute
import GGUF
import Synchronization

/// Reads tensors out of a file into the layouts of the `Compute` room, with their shapes checked.
struct TensorLoader {
  let file: GGUFFile
  let team: ThreadTeam
  let progress: (Int) throws -> Void

  /// - Parameter progress: Called with the bytes just read; may throw to stop.
  init(_ file: GGUFFile, team: ThreadTeam, progress: @escaping (Int) throws -> Void = { _ in }) {
    self.file = file
    self.team = team
    self.progress = progress
  }

  private func tensor(_ name: String, shape: [Int]) throws -> GGUFTensor {
    guard let tensor = file.tensor(name) else { throw ModelError.missingTensor(path: file.path, tensor: name) }
    guard tensor.shape == shape else {
      throw ModelError.wrongShape(path: file.path, tensor: name, found: tensor.shape, expected: shape)
    }
    return tensor
  }

  /// A vector or table of floats; 16-bit floats are widened.
  func floats(_ name: String, shape: [Int]) throws -> [Float] {
    let tensor = try tensor(name, shape: shape)
    let bytes = try file.read(tensor)
    try progress(bytes.count)
    return try bytes.withUnsafeBytes { raw in
      switch tensor.type {
      case .f32: raw.bindMemory(to: Float.self).map { Float(bitPattern: UInt32(littleEndian: $0.bitPattern)) }
      case .bf16: raw.bindMemory(to: UInt16.self).map { Float(bitPattern: UInt32(UInt16(littleEndian: $0)) << 16) }
      case .f16: raw.bindMemory(to: UInt16.self).map { widenHalf(UInt16(littleEndian: $0)) }
      default: throw ModelError.unsupportedType(path: file.path, tensor: name, type: tensor.type.name)
      }
    }
  }

  /// A matrix `[rows, columns]`.
  func matrix(_ name: String, rows: Int, columns: Int) throws -> Matrix {
    let tensor = try tensor(name, shape: [columns, rows])
    guard let type = WeightType(tensor.type), columns % type.blockColumns == 0 else {
      throw ModelError.unsupportedType(path: file.path, tensor: name, type: tensor.type.name)
    }
    let matrix = try Matrix(rows: rows, columns: columns, type: type)
    let rowBytes = type.rowBytes(columns: columns)
    let bandBytes = Matrix.bandRows * rowBytes
    let bands = (rows + Matrix.bandRows - 1) / Matrix.bandRows
    // A read should be long enough for the disk and short enough to stay in the cache until it is packed.
    let bandsPerRead = max(1, (512 << 10) / bandBytes)
    // Between two reports of progress, and so between two chances to stop.
    let bandsPerReport = max(bandsPerRead * team.count, (64 << 20) / bandBytes)
    let failure = Mutex<(any Error)?>(nil)
    for start in stride(from: 0, to: bands, by: bandsPerReport) {
      let end = min(bands, start + bandsPerReport)
      team.run(end - start, by: bandsPerRead) { range in
        let range = range.lowerBound + start..<range.upperBound + start
        let bytes = range.lowerBound * bandBytes..<min(rows * rowBytes, range.upperBound * bandBytes)
        withUnsafeTemporaryAllocation(byteCount: bytes.count, alignment: 64) { staging in
          do {
            try file.read(tensor, bytes: bytes, into: staging)
            for band in range {
              let first = (band - range.lowerBound) * bandBytes
              matrix.setBand(
                band, UnsafeRawBufferPointer(rebasing: staging[first..<min(bytes.count, first + bandBytes)]))
            }
          } catch {
            failure.withLock { $0 = $0 ?? error }
          }
        }
      }
      if let error = failure.withLock({ $0 }) { throw error }
      try progress(min(rows * rowBytes, end * bandBytes) - start * bandBytes)
    }
    return matrix
  }
}

extension WeightType {
  /// The type of a file's tensor; nil if there are no kernels for it.
  init?(_ type: GGUFType) {
    switch type {
    case .f32: self = .float32
    case .f16: self = .float16
    case .bf16: self = .bfloat16
    case .q4_0: self = .q4_0
    case .q4_1: self = .q4_1
    case .q5_0: self = .q5_0
    case .q5_1: self = .q5_1
    case .q8_0: self = .q8_0
    case .q2_K: self = .q2_K
    case .q3_K: self = .q3_K
    case .q4_K: self = .q4_K
    case .q5_K: self = .q5_K
    case .q6_K: self = .q6_K
    case .iq4_NL: self = .iq4_NL
    case .iq4_XS: self = .iq4_XS
    default: return nil
    }
  }
}

/// Half precision to single.
private func widenHalf(_ bits: UInt16) -> Float {
  let sign: Float = bits & 0x8000 == 0 ? 1 : -1
  let exponent = Int(bits >> 10 & 31)
  let fraction = Float(bits & 1023)
  switch exponent {
  case 0: return sign * fraction * 0x1p-24
  case 31: return fraction == 0 ? sign * .infinity : .nan
  default: return sign * Float(sign: .plus, exponent: exponent - 15, significand: 1 + fraction / 1024)
  }
}
