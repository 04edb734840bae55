import Chat
import Foundation

/// Where the configuration and the conversations are.
struct FoldersSection: DoctorSection, Equatable {
  /// A folder, and whether something can be written there.
  struct Folder: Sendable, Equatable {
    enum State: Sendable, Equatable {
      case writable
      /// It is not there, and can be made.
      case missing
      /// Nothing can be written there, or it cannot be made.
      case closed(reason: String)
    }

    var path: String
    var state: State
    /// Bytes that are free on its disk; nil where the system does not tell.
    var free: Int?
  }

  /// The configuration's file; nil without a home.
  var configuration: String?
  var configurationExists: Bool
  var configurationFolder: Folder?
  var data: Folder?
  /// What was kept of what was read.
  var readings = ReadingFolder.Size()
  /// What is wrong with the configuration.
  var problems: [String]

  /// Less than that is soon full of pictures.
  static let leastFree = 200_000_000

  init(_ environment: [String: String], _ file: ConfigurationFile) {
    configuration = file.path
    configurationExists = file.exists
    configurationFolder = file.path.map { Self.look(at: ($0 as NSString).deletingLastPathComponent) }
    data = (try? ConversationStore.standardFolder(environment: environment)).map { Self.look(at: $0) }
    readings = ReadingFolder(storeFolder: data?.path).size
    problems = file.problems.map(\.description)
  }

  /// Looks whether a folder can be written to, without writing.
  static func look(at path: String) -> Folder {
    var folder = Folder(path: path, state: .writable)
    var place = path
    // Where it is not there yet, the first folder above it that is decides.
    while access(place, F_OK) != 0, errno == ENOENT || errno == ENOTDIR, place.count > 1 {
      folder.state = .missing
      place = (place as NSString).deletingLastPathComponent
    }
    var status = stat()
    if stat(place, &status) == 0, status.st_mode & S_IFMT != S_IFDIR {
      folder.state = .closed(reason: "\(place) is not a folder")
    } else if access(place, W_OK | X_OK) != 0 {
      folder.state = .closed(reason: systemMessage(errno))
    }
    var disk = statvfs()
    if statvfs(place, &disk) == 0 { folder.free = Int(clamping: disk.f_bavail) * Int(clamping: disk.f_frsize) }
    return folder
  }

  let title = "Folders"
  let key = "folders"

  var rows: [DoctorRow] {
    [
      DoctorRow(
        "configuration",
        configuration.map { $0 + (configurationExists ? "" : " (not there: the defaults count)") }
          ?? "no place for one"),
      DoctorRow("its folder", configurationFolder.map(words) ?? "none"),
      DoctorRow("data", data.map { "\($0.path), \(words($0))" } ?? "no place for it"),
      DoctorRow("free there", data?.free.map(Figures.bytes) ?? "unknown"),
    ]
      + (readings.files == 0
        ? []
        : [DoctorRow("kept readings", "\(readings.files), which take \(Figures.bytes(readings.bytes))")])
  }

  private func words(_ folder: Folder) -> String {
    switch folder.state {
    case .writable: "writable"
    case .missing: "not there, is made when it is needed"
    case .closed(let reason): "not writable: \(reason)"
    }
  }

  var json: JSONValue {
    func object(_ folder: Folder?) -> JSONValue {
      guard let folder else { return .null }
      let state: (name: String, reason: JSONValue) =
        switch folder.state {
        case .writable: ("writable", nil)
        case .missing: ("missing", nil)
        case .closed(let reason): ("closed", .string(reason))
        }
      return [
        "path": .string(folder.path), "state": .string(state.name), "reason": state.reason,
        "free_bytes": folder.free.map { .integer($0) } ?? .null,
      ]
    }
    return [
      "configuration": configuration.map { .string($0) } ?? .null, "configuration_exists": .bool(configurationExists),
      "configuration_folder": object(configurationFolder), "data": object(data),
      "kept_readings": ["files": .integer(readings.files), "bytes": .integer(readings.bytes)],
    ]
  }

  var findings: [DoctorFinding] {
    var findings = problems.map { DoctorFinding.advice(Failure(sentence: $0, status: 1).sentence) }
    switch data?.state {
    case nil:
      findings.append(.broken("conversations cannot be saved: neither XDG_DATA_HOME nor HOME names a folder; set HOME"))
    case .closed(let reason)?:
      findings.append(
        .broken(
          "conversations cannot be saved in \(data?.path ?? ""): \(reason); change its permissions, or set "
            + "XDG_DATA_HOME to another folder"))
    case .writable?, .missing?:
      if let free = data?.free, free < Self.leastFree {
        findings.append(
          .advice("only \(Figures.bytes(free)) are free where conversations are saved; delete what is not needed"))
      }
    }
    return findings
  }
}
