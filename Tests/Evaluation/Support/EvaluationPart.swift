/// What of the guide is evaluated.
public enum EvaluationPart: String, Sendable, CaseIterable {
  case questions, offtopic, pictures, speech, followups, thinking, speed
}
