/// What the guide says of a recording: the sentences of the training's `data.py`.
public enum SpeechWords {
  /// What it says when it did not understand; `UNHEARD` of the training.
  public static let unheard =
    "I did not understand that. I hear short questions about facet, such as “how do I attach a picture”, and digits."

  private static let names = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]

  /// Digits as they are spoken.
  ///
  ///     [3, 7]  →  "three, seven"
  public static func spoken(_ digits: [Int]) -> String { digits.map { names[$0] }.joined(separator: ", ") }

  /// The right answer to spoken digits.
  ///
  ///     [3, 7]  →  "You said 3 7."
  public static func answer(to digits: [Int]) -> String {
    "You said \(digits.map(String.init).joined(separator: " "))."
  }

  /// The digits of an answer in order; none unless it repeats digits.
  public static func digits(in answer: String) -> [Int] {
    guard answer.hasPrefix("You said") else { return [] }
    return answer.compactMap { $0.isASCII ? $0.wholeNumberValue : nil }
  }
}
