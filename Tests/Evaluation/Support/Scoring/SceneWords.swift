/// What the guide says of a picture, and what such words claim: the sentences of the training's `pictures.py`.
public enum SceneWords {
  /// What the guide says of a picture that it cannot make out; `UNSEEN` of the training's `data.py`.
  public static let unseen =
    "I only make out simple figures, and boxes with arrows; Gemma 4 sees the rest: `facet --model FILE`."

  /// The right answer for a picture.
  ///
  ///     .figures([Figure(.orange, .star)])  →  "An orange star."
  public static func answer(for scene: Scene) -> String {
    switch scene {
    case .figures(let figures):
      let names = figures.map { figure in
        let isVowel = "aeiou".contains(figure.colour.rawValue.prefix(1))
        return "\(isVowel ? "an" : "a") \(figure.colour) \(figure.shape)"
      }
      let text = listed(names)
      return text.prefix(1).uppercased() + text.dropFirst() + (figures.count == 1 ? "." : ", from left to right.")
    case .diagram(let boxes, let arrows):
      let going = arrows.enumerated().map { index, arrow in
        "\(index == 0 ? "an arrow goes" : "one goes") from \(arrow.from) to \(arrow.to)"
      }
      return
        "\(boxes.count == 2 ? "Two" : "Three") boxes, \(listed(boxes.map(\.rawValue))): \(going.joined(separator: " and "))."
    case .other: return unseen
    }
  }

  /// The figures that an answer names, in order.
  ///
  ///     "A red circle and a pink star, from left to right."  →  red circle, pink star
  public static func figures(in answer: String) -> [Figure] {
    let words = words(of: answer)
    return zip(words, words.dropFirst()).compactMap { colour, shape in
      guard let colour = FigureColour(rawValue: colour), let shape = FigureShape(rawValue: shape) else { return nil }
      return Figure(colour, shape)
    }
  }

  /// The boxes that an answer lists, in order: the colours before its colon.
  public static func boxes(in answer: String) -> [FigureColour] {
    guard let colon = answer.firstIndex(of: ":") else { return [] }
    return words(of: answer[..<colon]).compactMap { FigureColour(rawValue: $0) }
  }

  /// The arrows that an answer tells of.
  public static func arrows(in answer: String) -> Set<DiagramArrow> {
    let words = words(of: answer)
    return Set(
      words.indices.dropLast(3).compactMap { index in
        guard words[index] == "from", words[index + 2] == "to", let from = FigureColour(rawValue: words[index + 1]),
          let to = FigureColour(rawValue: words[index + 3])
        else { return nil }
        return DiagramArrow(from: from, to: to)
      })
  }

  private static func words(of text: some StringProtocol) -> [String] {
    text.lowercased().split { !$0.isLetter }.map(String.init)
  }

  /// "a", "a and b", "a, b and c".
  private static func listed(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }
}
