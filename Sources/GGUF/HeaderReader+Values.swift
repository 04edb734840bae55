extension HeaderReader {
  /// Makes a value.
  mutating func value(_ type: GGUFValueType) throws(GGUFError) -> GGUFValue {
    switch type {
    case .uint8: .uint8(try integer(UInt8.self))
    case .int8: .int8(try integer(Int8.self))
    case .uint16: .uint16(try integer(UInt16.self))
    case .int16: .int16(try integer(Int16.self))
    case .uint32: .uint32(try integer(UInt32.self))
    case .int32: .int32(try integer(Int32.self))
    case .float32: .float32(Float(bitPattern: try integer(UInt32.self)))
    case .bool: .bool(try integer(UInt8.self) != 0)
    case .string: .string(try text(.string, limit: Self.stringLimit))
    case .uint64: .uint64(try integer(UInt64.self))
    case .int64: .int64(try integer(Int64.self))
    case .float64: .float64(Double(bitPattern: try integer(UInt64.self)))
    case .array: .array(try arrayValue())
    }
  }

  private mutating func arrayValue() throws(GGUFError) -> GGUFArray {
    let (type, count, range) = try array(depth: 1)
    return GGUFArray(elementType: type, count: count, storage: bytes, range: range)
  }
}
