import Foundation

/// The lines of a text file.
enum TextFile {
  /// A line that is not empty, without the space around it.
  struct Line {
    let number: Int
    let text: String
  }

  static func lines(path: String) throws(EvaluationError) -> [Line] {
    let text: String
    do {
      text = try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      throw .unreadable(path: path, reason: error.localizedDescription)
    }
    return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap { index, line in
      let trimmed = line.trimmingCharacters(in: .whitespaces)
      return trimmed.isEmpty ? nil : Line(number: index + 1, text: trimmed)
    }
  }

  /// The lines of a table, as their fields between tabs.
  static func table(path: String, fields: Int) throws(EvaluationError) -> [(line: Int, fields: [String])] {
    var rows: [(line: Int, fields: [String])] = []
    for line in try lines(path: path) {
      let found = line.text.components(separatedBy: "\t")
      guard found.count == fields else {
        throw .wrongFields(path: path, line: line.number, expected: fields, found: found.count)
      }
      rows.append((line.number, found))
    }
    return rows
  }
}
