/// Why a server did not answer as it should; `server` is host and port.
public enum RemoteError: Error, Equatable, Sendable {
  // On the way there

  /// Nobody listens at the port.
  case refused(server: String)
  case nameNotFound(server: String)
  /// The certificate, or the encryption, is not as it should be.
  case notTrusted(server: String, reason: String)
  /// Nothing came of the connection in time.
  case noConnection(server: String, seconds: Double)
  /// Anything else on the way.
  case unreachable(server: String, reason: String)
  /// The server sends the reader elsewhere.
  case redirected(server: String, to: String)

  // While it answers

  /// Nothing came in time after the question.
  case noAnswer(server: String, seconds: Double)
  /// Nothing more came in time.
  case stalled(server: String, seconds: Double)
  /// The connection ended in the middle.
  case cut(server: String)
  /// An answer without anything in it.
  case empty(server: String)
  /// An answer that is longer than any is.
  case tooLong(server: String, bytes: Int)
  /// Something that is not of OpenAI's format.
  case garbled(server: String, text: String)
  /// A web page in the place of an answer.
  case notAServer(address: String)
  /// An error that came in the middle of an answer.
  case reported(server: String, message: String)

  // What it refuses

  /// Statuses 401 and 403.
  case keyRefused(server: String, hasKey: Bool, message: String)
  /// Statuses 404 and 405: there is no such service.
  case wrongAddress(address: String, status: Int)
  case noSuchModel(server: String, name: String, known: [String])
  case contextTooLong(server: String, message: String)
  case requestTooLarge(server: String, bytes: Int)
  /// Status 429; `wait` is what the server says of it.
  case tooManyRequests(server: String, wait: String?, message: String)
  /// It does not take pictures or sound.
  case mediaRefused(server: String, kind: String, message: String)
  /// Any other status from 400 to 499.
  case rejected(server: String, status: Int, message: String)
  /// Statuses from 500 on.
  case failed(server: String, status: Int, message: String)

  // Which model

  /// It has several, and none is named.
  case severalModels(server: String, known: [String])
  /// It lists none, and none is named.
  case noModels(server: String)
}
