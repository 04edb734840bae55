import Chat
import Foundation
import Models
import Screen

/// `facet models verify`: whether files are still what was fetched.
enum ModelsVerify {
  private struct Checked {
    var name: String
    var item: ModelVerification.Item
    var outcome: ModelVerification.Outcome
  }

  static func run(_ name: String?, _ scene: ModelsCommand.Scene) throws -> CInt {
    let finds = try name.map { [try scene.find($0)] } ?? scene.shelf.finds()
    let verifications = finds.map { ($0.name, ModelVerification(model: $0.path)) }
    let parts = Set(finds.filter { Pairing.isPart($0.path) }.map(\.name))
    if let name, verifications.allSatisfy({ $0.1.items.isEmpty }) { throw ModelsProblem.nothingToVerify(name: name) }
    let progress = ProgressLine(.errors, traits: scene.surroundings.errors)
    let erasing = Interruption.shared.whenEnding { progress.erase() }
    defer {
      progress.erase()
      Interruption.shared.forget(erasing)
    }
    let total = verifications.reduce(0) { $0 + $1.1.byteCount }
    var (done, seen) = (0, Set<String>())
    var checked: [Checked] = []
    for (name, verification) in verifications {
      for item in verification.items where seen.insert(item.path).inserted {
        let outcome = try ModelVerification.check(item) { bytes in
          done += bytes
          progress.show("Reading", done: Double(done) / 1e6, of: Double(total) / 1e6, unit: "MB")
        }
        checked.append(Checked(name: name, item: item, outcome: outcome))
      }
    }
    progress.erase()
    let bad = checked.filter { $0.outcome != .sound }
    if scene.isJSON {
      try scene.surroundings.print(json(checked).text + "\n")
    } else {
      try scene.surroundings.print(lines(checked).map { $0 + "\n" }.joined())
      let unknown = verifications.filter { $0.1.items.isEmpty && !parts.contains($0.0) }.map(\.0)
      if !unknown.isEmpty {
        scene.surroundings.note(
          "of \(unknown.joined(separator: ", ")) nothing is known that files could be held against")
      }
    }
    return bad.isEmpty ? 0 : 1
  }

  private static func lines(_ checked: [Checked]) -> [String] {
    guard !checked.isEmpty else { return ["There is no file whose hash is known."] }
    return checked.map { SafeText(oneLine: "\($0.name)  \($0.item.path): \(sentence($0.outcome))").string }
  }

  /// What came of a file, with what to do.
  private static func sentence(_ outcome: ModelVerification.Outcome) -> String {
    switch outcome {
    case .sound: "sound"
    case .wrongSize(let found, let expected):
      "WRONG: it has \(found) bytes, not \(expected); fetch it again"
    case .wrongHash(let found, _):
      "WRONG: its content has changed (SHA-256 \(found.prefix(12))…); fetch it again"
    case .unreadable(let reason): "WRONG: it cannot be read (\(reason)); check its permissions, or fetch it again"
    }
  }

  private static func json(_ checked: [Checked]) -> JSONValue {
    .array(
      checked.map { one in
        var pairs: [(String, JSONValue)] = [
          ("name", .string(one.name)), ("path", .string(one.item.path)), ("sha256", .string(one.item.sha256)),
          ("sound", .bool(one.outcome == .sound)),
        ]
        if one.outcome != .sound { pairs.append(("problem", .string(sentence(one.outcome)))) }
        return .object(JSONObject(pairs))
      })
  }
}
