import Chat
import Foundation
import GGUF
import Screen

/// `facet inspect`: what a GGUF file says of itself.
enum InspectCommand {
  static func run(_ arguments: ParsedArguments, _ surroundings: Surroundings) throws {
    let file = try GGUFFile(path: arguments.operands[0])
    if arguments.has(.json) {
      try surroundings.print(json(file).text + "\n")
    } else {
      // The file is not trusted: a name in it may hold sequences that steer a terminal or a pager.
      try ByteOutput.standard.write(lines(file).map { SafeText(oneLine: $0).string + "\n" }.joined())
    }
  }

  /// Everything as lines to read.
  static func lines(_ file: GGUFFile) -> [String] {
    var lines = [
      "file       \(JSONValue.string(file.path).text)",
      "format     GGUF version \(file.version), alignment \(file.alignment)"
        + (file.paths.count > 1 ? ", \(file.paths.count) parts" : ""),
      "size       \(Figures.bytes(file.byteCount)) (\(file.byteCount) bytes)",
      "",
      "Metadata: \(counted(file.metadata.count, "key"))",
    ]
    lines += columns(
      file.metadata.entries.map { [$0.key, MetadataText.type($0.value), MetadataText.short($0.value)] },
      isRight: [false, false, false])
    lines += ["", "Tensors: \(file.tensors.count)"]
    lines += columns(
      file.tensors.map { tensor in
        [
          tensor.name, tensor.type.name, tensor.shape.map(String.init).joined(separator: " × "),
          "\(tensor.byteCount) bytes",
          "at \(tensor.offset)" + (file.paths.count > 1 ? " of part \(tensor.part + 1)" : ""),
        ]
      }, isRight: [false, false, false, true, false])
    lines += ["", "Totals"]
    lines += columns(
      totals(file).map { total in
        [total.type, counted(total.tensors, "tensor"), "\(total.weights) weights", Figures.bytes(total.bytes)]
      }, isRight: [false, true, true, true])
    return lines
  }

  /// Everything as one object.
  static func json(_ file: GGUFFile) -> JSONValue {
    let tensors = file.tensors.map { tensor -> JSONValue in
      [
        "name": .string(tensor.name), "type": .string(tensor.type.name),
        "shape": .array(tensor.shape.map { .integer($0) }), "bytes": .integer(tensor.byteCount),
        "offset": .integer(tensor.offset), "part": .integer(tensor.part),
      ]
    }
    let totals = totals(file).map { total -> JSONValue in
      [
        "type": .string(total.type), "tensors": .integer(total.tensors), "weights": .integer(total.weights),
        "bytes": .integer(total.bytes),
      ]
    }
    let metadata = file.metadata.entries.map { ($0.key, MetadataText.json($0.value)) }
    return [
      "path": .string(file.path), "parts": .array(file.paths.map { .string($0) }),
      "version": .integer(Int(file.version)), "alignment": .integer(file.alignment), "bytes": .integer(file.byteCount),
      "metadata": .object(JSONObject(metadata)), "tensors": .array(tensors), "totals": .array(totals),
    ]
  }

  fileprivate struct Total {
    var type: String
    var tensors = 0
    var weights = 0
    var bytes = 0
  }

  /// The sums for each type of weight, and for all.
  private static func totals(_ file: GGUFFile) -> [Total] {
    var totals: [Total] = []
    var all = Total(type: "all")
    for tensor in file.tensors {
      let place = totals.firstIndex { $0.type == tensor.type.name } ?? totals.endIndex
      if place == totals.endIndex { totals.append(Total(type: tensor.type.name)) }
      totals[place].add(tensor)
      all.add(tensor)
    }
    return totals.sorted { $0.bytes > $1.bytes } + [all]
  }

  private static func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }

  /// Rows with their cells below each other.
  private static func columns(_ rows: [[String]], isRight: [Bool]) -> [String] {
    // One cell that is very long does not push all others out of sight.
    let widths = isRight.indices.map { column in min(48, rows.map { $0[column].count }.max() ?? 0) }
    return rows.map { row in
      let cells = row.indices.map { column in
        let pad = String(repeating: " ", count: max(0, widths[column] - row[column].count))
        let isLast = column == row.count - 1
        return isRight[column] ? pad + row[column] : row[column] + (isLast ? "" : pad)
      }
      return "  " + cells.joined(separator: "  ")
    }
  }
}

extension InspectCommand.Total {
  fileprivate mutating func add(_ tensor: GGUFTensor) {
    tensors += 1
    weights += tensor.elementCount
    bytes += tensor.byteCount
  }
}
