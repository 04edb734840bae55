import Chat
import Foundation

/// The locale, which says how characters are written to the terminal.
struct LocaleSection: DoctorSection, Equatable {
  /// What `LC_ALL`, `LC_CTYPE` or `LANG` asks for; nil if none is set.
  var wanted: String?
  /// What the C library has made of it; nil if it does not know the locale.
  var name: String?
  var encoding: String

  static func current(_ environment: [String: String]) -> LocaleSection {
    let wanted = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    let name = setlocale(LC_CTYPE, "").map { String(cString: $0) }
    let encoding = nl_langinfo(Int32(CODESET)).map { String(cString: $0) } ?? "unknown"
    return LocaleSection(wanted: wanted, name: name, encoding: encoding)
  }

  let title = "Locale"
  let key = "locale"

  var rows: [DoctorRow] {
    [DoctorRow("name", name ?? "\(wanted ?? "none"), which is not installed"), DoctorRow("encoding", encoding)]
  }

  var json: JSONValue {
    ["name": name.map { .string($0) } ?? .null, "encoding": .string(encoding)]
  }

  var findings: [DoctorFinding] {
    if name == nil, let wanted {
      return [.advice("the locale \(wanted) is not installed; install it, or set LANG=C.UTF-8")]
    }
    guard encoding != "UTF-8" else { return [] }
    return [
      .advice("the locale's encoding is \(encoding), so the chat is drawn in ASCII; set LANG=C.UTF-8 to see all")
    ]
  }
}
