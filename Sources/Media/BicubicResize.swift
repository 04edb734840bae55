extension PixelImage {
  /// The picture at another size, bicubic with antialiasing: first along the rows, then along the columns, both rounded to 8 bits.
  func resized(width newWidth: Int, height newHeight: Int) throws -> PixelImage {
    var image = self
    if newWidth != width { image = try image.narrowed(to: newWidth) }
    if newHeight != height { image = try image.flattened(to: newHeight) }
    return image
  }

  private func narrowed(to newWidth: Int) throws -> PixelImage {
    let weights = BicubicWeights(from: width, to: newWidth)
    let count = newWidth * height * 3
    let resized = [UInt8](unsafeUninitializedCapacity: count) { output, initialized in
      rgb.withUnsafeBufferPointer { input in
        weights.values.withUnsafeBufferPointer { values in
          guard let input = input.baseAddress, let values = values.baseAddress, let output = output.baseAddress else {
            return
          }
          for y in 0..<height {
            Self.narrow(
              input + y * width * 3, into: output + y * newWidth * 3, count: newWidth, weights: weights, values: values)
          }
        }
      }
      initialized = count
    }
    return try PixelImage(width: newWidth, height: height, rgb: resized)
  }

  private static func narrow(
    _ row: UnsafePointer<UInt8>, into output: UnsafeMutablePointer<UInt8>, count: Int, weights: BicubicWeights,
    values: UnsafePointer<Int16>
  ) {
    let precision = Int32(weights.precision)
    let half = Int32(1) << (precision - 1)
    weights.starts.withUnsafeBufferPointer { starts in
      weights.counts.withUnsafeBufferPointer { counts in
        for x in 0..<count {
          var (red, green, blue) = (half, half, half)
          var pixel = row + starts[x] * 3
          let weight = values + x * weights.stride
          for tap in 0..<counts[x] {
            let factor = Int32(weight[tap])
            red &+= factor &* Int32(pixel[0])
            green &+= factor &* Int32(pixel[1])
            blue &+= factor &* Int32(pixel[2])
            pixel += 3
          }
          output[x * 3] = clamped(red &>> precision)
          output[x * 3 + 1] = clamped(green &>> precision)
          output[x * 3 + 2] = clamped(blue &>> precision)
        }
      }
    }
  }

  private func flattened(to newHeight: Int) throws -> PixelImage {
    let weights = BicubicWeights(from: height, to: newHeight)
    let precision = Int32(weights.precision)
    let half = Int32(1) << (precision - 1)
    let rowBytes = width * 3
    let count = newHeight * rowBytes
    let resized = [UInt8](unsafeUninitializedCapacity: count) { output, initialized in
      var sums = [Int32](repeating: half, count: rowBytes)
      rgb.withUnsafeBufferPointer { input in
        sums.withUnsafeMutableBufferPointer { sums in
          guard let input = input.baseAddress, let sums = sums.baseAddress, let output = output.baseAddress else {
            return
          }
          for y in 0..<newHeight {
            sums.update(repeating: half, count: rowBytes)
            for tap in 0..<weights.counts[y] {
              let factor = Int32(weights.values[y * weights.stride + tap])
              let row = input + (weights.starts[y] + tap) * rowBytes
              for index in 0..<rowBytes { sums[index] &+= factor &* Int32(row[index]) }
            }
            let row = output + y * rowBytes
            for index in 0..<rowBytes { row[index] = Self.clamped(sums[index] &>> precision) }
          }
        }
      }
      initialized = count
    }
    return try PixelImage(width: width, height: newHeight, rgb: resized)
  }

  @inline(__always)
  private static func clamped(_ value: Int32) -> UInt8 {
    UInt8(truncatingIfNeeded: max(0, min(255, value)))
  }
}
