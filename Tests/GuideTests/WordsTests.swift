import Foundation
import Testing

@testable import GuideEvaluation

/// The sentences that are expected, and what is read from those that come.
@Suite struct WordsTests {
  @Test func figuresAreNamedAsInTheTraining() {
    let (red, orange, cyan) = (Figure(.red, .circle), Figure(.orange, .star), Figure(.cyan, .cross))
    #expect(SceneWords.answer(for: .figures([red])) == "A red circle.")
    #expect(SceneWords.answer(for: .figures([orange])) == "An orange star.")
    #expect(SceneWords.answer(for: .figures([red, orange])) == "A red circle and an orange star, from left to right.")
    #expect(
      SceneWords.answer(for: .figures([orange, red, cyan]))
        == "An orange star, a red circle and a cyan cross, from left to right.")
    #expect(SceneWords.answer(for: .other) == SceneWords.unseen)
  }

  @Test func diagramsAreToldAsInTheTraining() {
    let there = DiagramArrow(from: .red, to: .blue)
    let back = DiagramArrow(from: .green, to: .blue)
    #expect(
      SceneWords.answer(for: .diagram(boxes: [.red, .blue], arrows: [there]))
        == "Two boxes, red and blue: an arrow goes from red to blue.")
    #expect(
      SceneWords.answer(for: .diagram(boxes: [.red, .blue, .green], arrows: [there, back]))
        == "Three boxes, red, blue and green: an arrow goes from red to blue and one goes from green to blue.")
  }

  @Test func whatAnAnswerClaimsIsReadBack() {
    for number in 0..<50 {
      let scene = Drawing(.diagram, seed: 9, number: number).scene
      guard case .diagram(let boxes, let arrows) = scene else { continue }
      let answer = SceneWords.answer(for: scene)
      #expect(SceneWords.boxes(in: answer) == boxes)
      #expect(SceneWords.arrows(in: answer) == Set(arrows))
    }
    let figures = [Figure(.orange, .star), Figure(.black, .arrow), Figure(.pink, .triangle)]
    #expect(SceneWords.figures(in: SceneWords.answer(for: .figures(figures))) == figures)
  }

  @Test func otherAnswersClaimNothing() {
    for answer in ["", SceneWords.unseen, SpeechWords.unheard, "Enter sends the message.", "from red", "red to: blue"] {
      #expect(SceneWords.figures(in: answer).isEmpty)
      #expect(SceneWords.arrows(in: answer).isEmpty)
      #expect(SpeechWords.digits(in: answer).isEmpty)
    }
    #expect(SceneWords.boxes(in: "Two boxes, red and blue.").isEmpty)
    #expect(SpeechWords.digits(in: "Ctrl-1 does 2 things").isEmpty)
  }

  @Test func digitsAreSpokenAndRepeated() {
    #expect(SpeechWords.spoken([3, 0, 7]) == "three, zero, seven")
    #expect(SpeechWords.answer(to: [3]) == "You said 3.")
    #expect(SpeechWords.answer(to: [3, 0, 7]) == "You said 3 0 7.")
    #expect(SpeechWords.digits(in: "You said 3 0 7.") == [3, 0, 7])
  }

  @Test func theSentencesAndTheVoiceAreThoseOfTheTraining() throws {
    let training = GuideData.sourceFolder + "/Training"
    let data = try String(contentsOfFile: training + "/data.py", encoding: .utf8)
    #expect(data.contains("UNSEEN = \"\(SceneWords.unseen)\""))
    #expect(data.contains("UNHEARD = \"\(SpeechWords.unheard)\""))
    let speech = try String(contentsOfFile: training + "/speech.py", encoding: .utf8)
    let name = Voice.heldOutName.split(separator: "+")
    #expect(speech.contains("HELD_OUT_ACCENT, HELD_OUT_VARIANT = \"\(name[0])\", \"\(name[1])\""))
    let speeds = Voice.heldOut.map(\.speed)
    #expect(speech.contains("HELD_OUT_SPEEDS = (\(speeds[0]), \(speeds[speeds.count - 1]))"))
  }
}
