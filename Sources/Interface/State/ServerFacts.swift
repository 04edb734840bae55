/// The server that replies in the place of a model on this machine, as the chat speaks of it.
public struct ServerFacts: Sendable, Equatable {
  /// Host and port: "gpu-box:8000".
  public var name: String
  /// Whether it is a program on this machine.
  public var isThisMachine: Bool
  /// Whether what is said can be read by whoever is between.
  public var isOpenToReaders: Bool

  /// A server.
  public init(name: String, isThisMachine: Bool, isOpenToReaders: Bool = false) {
    (self.name, self.isThisMachine, self.isOpenToReaders) = (name, isThisMachine, isOpenToReaders)
  }

  /// Who gets to read what is said, in words.
  public var sentence: String {
    if isThisMachine { return "a server on this machine, \(name), reads what you send" }
    let warning = isOpenToReaders ? ", unencrypted: use https, or somebody on the way can read it" : ""
    return "what you send leaves this machine and goes to \(name)\(warning)"
  }

  /// The same in a few words.
  var short: String { isThisMachine ? "server on this machine" : "words go to \(name)" }
}
