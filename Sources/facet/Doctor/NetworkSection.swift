import Chat
import Foundation
import Models
import Remote

/// What opens a network connection, to whom and when; found out without opening one.
struct NetworkSection: DoctorSection, Equatable {
  /// The server that is configured, by its address; nil for none.
  var server: String?
  /// What `facet pull` asks; nil where `HF_ENDPOINT` names nothing that could be asked.
  var hub: String?
  /// Why it names nothing.
  var problem: String?

  init(_ environment: [String: String], _ file: ConfigurationFile) {
    server = file.configuration.server.flatMap { ServerAddress($0) }?.url.absoluteString
    do throws(PullError) {
      hub = try HubAccess(environment: environment).endpoint.absoluteString
    } catch {
      problem = Failure(error).sentence
    }
  }

  let title = "Network"
  let key = "network"

  var rows: [DoctorRow] {
    [
      DoctorRow("by itself", server.map { "a chat and facet run ask \($0)" } ?? "never: no socket is opened"),
      DoctorRow("facet pull", hub.map { "downloads from \($0) when you call it" } ?? "cannot be used, see below"),
      DoctorRow("--server URL", "asks the server that you name there"),
      DoctorRow("facet doctor", "asks nobody"),
    ]
  }

  var json: JSONValue {
    [
      "by_itself": server.map { .string($0) } ?? .null, "hub": hub.map { .string($0) } ?? .null,
      "asked_now": false,
    ]
  }

  var findings: [DoctorFinding] { problem.map { [.advice($0)] } ?? [] }
}
