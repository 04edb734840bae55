import Chat
import Foundation

/// What a server says of an error, as one short line.
enum ServerMessage {
  /// The message in the body of an answer with an error; empty where there is none.
  ///
  ///     {"error": {"message": "no"}}, {"error": "no"}, {"message": "no"}, {"detail": "no"}, {"detail": [{"msg": "no"}]}  →  no
  static func text(of body: [UInt8]) -> String {
    if let value = try? JSONValue(parsing: body) { return text(of: value) ?? "" }
    let text = String(decoding: body.prefix(4096), as: UTF8.self)
    return isWebPage(text) ? "" : oneLine(text)
  }

  /// The message in a value; nil where there is none.
  static func text(of value: JSONValue) -> String? {
    let found: JSONValue? =
      if let error = value["error"], !error.isNull {
        error["message"] ?? error
      } else {
        value["message"] ?? value["detail"] ?? value["error_message"]
      }
    guard let found, !found.isNull else { return nil }
    if let text = found.asString { return oneLine(text) }
    // FastAPI lists what is wrong with the fields.
    let details = (found.asArray ?? []).compactMap { detail -> String? in
      let place = (detail["loc"]?.asArray ?? []).compactMap(\.asString).filter { $0 != "body" }
      return detail["msg"]?.asString.map { place.isEmpty ? $0 : "\(place.joined(separator: ".")): \($0)" }
    }
    return oneLine(details.isEmpty ? found.text : details.joined(separator: "; "))
  }

  /// Whether a text begins as a web page does.
  static func isWebPage(_ text: String) -> Bool {
    let begin = text.drop(while: \.isWhitespace).prefix(15).lowercased()
    return begin.hasPrefix("<!doctype") || begin.hasPrefix("<html") || begin.hasPrefix("<head")
      || begin.hasPrefix("<?xml")
  }

  /// A text on one line, cut where it is long, without the dot at its end.
  static func oneLine(_ text: String, limit: Int = 300) -> String {
    var line = ""
    var isSpace = false
    for character in text.prefix(limit * 4) {
      let isHidden = character.unicodeScalars.allSatisfy { $0.properties.generalCategory == .control }
      if character.isWhitespace || isHidden {
        isSpace = true
        continue
      }
      if isSpace, !line.isEmpty { line += " " }
      isSpace = false
      line.append(character)
      if line.count > limit { return line.prefix(limit) + "…" }
    }
    return line.hasSuffix(".") ? String(line.dropLast()) : line
  }
}
