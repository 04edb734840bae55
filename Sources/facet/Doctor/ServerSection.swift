import Chat
import Foundation
import Remote

/// The server that is configured: what would be asked and when, found out without asking it.
struct ServerSection: DoctorSection, Sendable, Equatable {
  /// The configured server; nil for none.
  private(set) var server: ServerAddress?
  private(set) var model: String?
  /// Where the key comes from; nil for nowhere.
  private(set) var keySource: String?
  private(set) var findings: [DoctorFinding] = []

  init(_ surroundings: Surroundings, _ file: ConfigurationFile) {
    guard let address = file.configuration.server.flatMap({ ServerAddress($0) }) else { return }
    server = address
    model = file.configuration.serverModel
    if surroundings.variable("FACET_API_KEY") != nil {
      keySource = "FACET_API_KEY"
    } else if let path = ModelPaths.expanded(file.configuration.apiKeyFile, surroundings) {
      keySource = path
      do throws(APIKeyError) { _ = try APIKey(path: path) } catch { findings.append(.broken(error)) }
    }
    if address.isOpenToReaders {
      findings.append(
        .advice("what is said to \(address.name) goes unencrypted, and somebody on the way can read it; use https"))
    }
  }

  let title = "Server"
  let key = "server"

  var rows: [DoctorRow] {
    guard let server else { return [DoctorRow("configured", "none")] }
    let place =
      switch server.distance {
      case .thisMachine: "on this machine"
      case .privateNetwork: "in the local network"
      case .elsewhere: "elsewhere"
      }
    return [
      DoctorRow("configured", "\(server.url.absoluteString), \(place); not contacted now"),
      DoctorRow("model", model ?? "the only one that it has"),
      DoctorRow("API key", keySource.map { "from \($0)" } ?? "none"),
      DoctorRow("asked", "for its models when a chat begins; what is said goes there with Enter"),
    ]
  }

  var json: JSONValue {
    guard let server else { return ["configured": .null] }
    return [
      "configured": .string(server.url.absoluteString), "model": model.map { .string($0) } ?? .null,
      "key_from": keySource.map { .string($0) } ?? .null, "encrypted": .bool(server.isEncrypted), "contacted": false,
    ]
  }
}
