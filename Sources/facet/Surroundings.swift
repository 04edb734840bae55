import Foundation
import Screen

/// What the program finds around itself: the environment and the three standard descriptors.
struct Surroundings: Sendable {
  var environment: [String: String]
  var isInputTerminal: Bool
  var output: TerminalTraits
  var errors: TerminalTraits

  static var current: Surroundings {
    let environment = ProcessInfo.processInfo.environment
    return Surroundings(
      environment: environment, isInputTerminal: isatty(STDIN_FILENO) == 1,
      output: .of(descriptor: STDOUT_FILENO, environment: environment),
      errors: .of(descriptor: STDERR_FILENO, environment: environment))
  }

  /// Fills the places of standard descriptors that are closed, so that no file that is opened later lands there.
  ///
  /// Each is opened the wrong way round: using it fails as it would have failed.
  static func holdStandardDescriptors() {
    for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) == -1 {
      _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
  }

  /// A variable's value; an empty one counts as not set.
  func variable(_ name: String) -> String? {
    environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Says something on standard error, a line of its own.
  func note(_ sentence: String) {
    let text = errors.isTerminal ? SafeText(oneLine: sentence).string : sentence
    ByteOutput.errors.writeIfPossible("facet: \(text)\n")
  }

  /// Prints to standard output: to a terminal without anything that would steer it, elsewhere exactly as it is.
  func print(_ text: String) throws(OutputError) {
    try ByteOutput.standard.write(output.isTerminal ? SafeText(text).string : text)
  }
}
