import FuzzDriver
import GGUF

/// Uses a value in every way that it offers.
func touch(_ value: GGUFValue) {
  _ = (value.int, value.double, value.bool, value.string)
  guard let array = value.array else { return }
  _ = (array.ints, array.doubles, array.bools)
  if let strings = array.strings {
    strings.forEachBytes { index, bytes in precondition(strings.withBytes(at: index) { $0.count } == bytes.count) }
  }
  for inner in array.arrays ?? [] { touch(.array(inner)) }
}

runFuzzer { bytes in
  do {
    let file = try GGUFFile(bytes: Array(bytes), name: "fuzz.gguf")
    for (key, value) in file.metadata.entries {
      precondition(file.metadata[key] != nil)
      touch(value)
    }
    for tensor in file.tensors {
      let count = try file.read(tensor).count
      precondition(count == tensor.byteCount)
    }
  } catch {
    precondition(error is GGUFError && !"\(error)".isEmpty)
  }
}
