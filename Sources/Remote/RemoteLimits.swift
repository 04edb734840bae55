/// How long a server may take, and how much it may send.
public struct RemoteLimits: Sendable, Equatable {
  /// Until a connection stands.
  public var connecting = Duration.seconds(15)
  /// Until the list of models is there.
  public var listing = Duration.seconds(30)
  /// From the question to the first sign of an answer: a long prompt may take minutes to read.
  public var firstToken = Duration.seconds(600)
  /// Between two signs of life after that.
  public var betweenTokens = Duration.seconds(120)
  /// The pauses before a question is asked again because nobody listened, or because the server was not ready.
  public var retries = [Duration.milliseconds(300), .seconds(1), .seconds(2)]
  /// The most bytes of one event.
  public var eventBytes = 4 << 20
  /// The most bytes of one answer.
  public var answerBytes = 64 << 20
  /// The most bytes that wait to be understood: what comes quicker than that is no answer.
  public var waitingBytes = 16 << 20
  /// The most bytes of the list of models.
  public var listBytes = 8 << 20

  /// The limits of the program.
  public init() {}
}

extension Duration {
  /// In seconds.
  var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
