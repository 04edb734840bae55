import Chat
import Screen
import Testing

@testable import Interface

/// Which model answers, and how that is said.
@Suite struct ChatModelTests {
  private static let guide = ModelFacts(
    name: "built-in guide", context: 2048, hasProjector: true, largestBudget: 16, temperature: 0.3, isGuide: true)

  private static func withGuide() -> ChatUser {
    var user = ChatUser { $0.modelName = "built-in guide" }
    user.open()
    user.happen(.modelReady(guide))
    user.world.status = { $0 == "/home/me/gemma.gguf" ? .file(.document) : .missing }
    return user
  }

  @Test func theGuideSaysWhatItIs() {
    var user = Self.withGuide()
    let rows = user.frame(80, 24).snapshot
    #expect(rows[0].contains("built-in guide"))
    #expect(rows.last?.contains("ready   built-in guide") == true)
    #expect(rows.joined(separator: " ").contains("it knows facet alone"))
    // In a narrow window the title has no room for it.
    let narrow = user.frame(40, 12).snapshot
    #expect(!narrow[0].contains("built-in guide"))
    #expect(narrow.last?.contains("built-in guide") == true)
  }

  @Test func modelTellsWhichOneAnswers() throws {
    var user = Self.withGuide()
    try user.send("/model")
    #expect(user.state.notice?.text == "built-in guide, 2k tokens of context; /model PATH loads another")
    user = ChatUser.ready()
    try user.send("/model")
    #expect(user.state.notice?.text.hasSuffix("; /model none goes back to the built-in guide") == true)
  }

  @Test func anotherModelComesByItsPathAndTheGuideByNone() throws {
    var user = Self.withGuide()
    try user.send("/model ~/gemma.gguf")
    #expect(user.effects.contains(.loadModel(path: "/home/me/gemma.gguf")))
    #expect(user.frame(80, 24).snapshot[0].contains("gemma.gguf"))
    user.happen(.modelFailed("no memory"))
    try user.send("/model none")
    #expect(user.effects.contains(.loadModel(path: nil)))
    #expect(user.frame(80, 24).snapshot[0].contains("built-in guide"))
  }

  @Test func theTemperatureIsTheModelsUntilSomebodySaysAnother() throws {
    var user = Self.withGuide()
    try user.send("/temperature")
    #expect(user.state.notice?.text == "temperature 0.3, the model's own")
    try user.send("Hello")
    try user.send("/temperature 0.7")
    #expect(user.state.notice?.text == "temperature 0.7")
    let options = user.effects.compactMap { if case .reply(_, _, let options) = $0 { options } else { nil } }
    #expect(options.map(\.temperature) == [nil])
  }
}
