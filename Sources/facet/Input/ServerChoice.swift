import Chat
import Foundation
import Remote

/// Finds out whether a server replies, and with which key it is asked.
///
/// What a person names for this one time goes before what is configured, and a model of this machine is named as well: `--server`, otherwise
/// `--no-server`, `--model` or `FACET_MODEL`, otherwise the configuration.
enum ServerChoice {
  /// The server; nil where a model on this machine replies.
  ///
  /// - Throws: `InputError.noKey`, and `InputError.modelNotKnown` where the configuration may name a server, but cannot be read that far.
  static func server(
    _ arguments: ParsedArguments, _ surroundings: Surroundings, _ file: ConfigurationFile
  ) throws(InputError) -> ServerConnection? {
    let configured = configured(file)
    let isNamed = arguments.has(.server)
    if !isNamed {
      let isLocal = arguments.has(.noServer) || arguments.has(.model) || surroundings.variable("FACET_MODEL") != nil
      if isLocal { return nil }
      if let problem = file.problem(hiding: "server") { throw .modelNotKnown(reason: problem.description) }
    }
    guard let address = isNamed ? arguments.text(.server).flatMap({ ServerAddress($0) }) : configured else {
      return nil
    }
    let isConfigured = configured?.isSameServer(as: address) ?? false
    let model = (isNamed ? arguments.text(.model) : nil) ?? (isConfigured ? file.configuration.serverModel : nil)
    let keyFile = isConfigured ? ModelPaths.expanded(file.configuration.apiKeyFile, surroundings) : nil
    do throws(APIKeyError) {
      let key = try key(arguments, surroundings, configured: keyFile, address)
      ProxyExemption.add(address)
      return ServerConnection(address: address, model: model, key: key)
    } catch {
      throw .noKey(error)
    }
  }

  /// The server of the configuration, which replies wherever none of the above names another or a model of this machine; nil where there is none.
  static func configured(_ file: ConfigurationFile) -> ServerAddress? {
    file.configuration.server.flatMap { ServerAddress($0) }
  }

  /// The key: `--api-key-file`, otherwise `FACET_API_KEY`, otherwise the configured file.
  ///
  /// A configured key is for the configured server alone, and `OPENAI_API_KEY` for OpenAI's own: no key goes to a host that it was not meant for.
  private static func key(
    _ arguments: ParsedArguments, _ surroundings: Surroundings, configured: String?, _ address: ServerAddress
  ) throws(APIKeyError) -> APIKey? {
    if let path = arguments.text(.apiKeyFile) { return try APIKey(path: path) }
    if let text = surroundings.variable("FACET_API_KEY") {
      guard let key = APIKey(text) else { throw .notAKey(path: "FACET_API_KEY") }
      return key
    }
    if let configured { return try APIKey(path: configured) }
    guard address.host == "api.openai.com", address.isEncrypted else { return nil }
    return surroundings.variable("OPENAI_API_KEY").flatMap { APIKey($0) }
  }

  /// Checks what was given on the command line, so that a mistake there is one of the arguments.
  static func check(_ arguments: ParsedArguments, _ file: ConfigurationFile) throws(ArgumentError) {
    guard let text = arguments.text(.server) else {
      let isThere = file.configuration.server != nil && !arguments.has(.noServer)
      if arguments.has(.apiKeyFile), !isThere { throw .keyWithoutServer }
      return
    }
    if ServerAddress(text) == nil { throw .notAServer(text) }
    if arguments.has(.noServer) { throw .excluding(.server, .noServer) }
    for name in [OptionName.projector, .drafter, .noDraft, .context, .threads, .kv] where arguments.has(name) {
      throw .localOnly(name)
    }
  }
}
