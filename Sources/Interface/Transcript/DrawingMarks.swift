/// The marks that a transcript is drawn with: finer ones where the terminal shows Unicode, plain ones where it does not.
public struct DrawingMarks: Sendable, Equatable {
  var folded: String
  var unfolded: String
  var rule: String
  var columnRule: String
  var crossing: String
  var quote: String
  var bullets: [String]
  var cut: String
  var hiddenLeft: String
  var hiddenRight: String
  var cursor: String
  var selection: String
  var chipOpen: String
  var chipClose: String
  var down: String

  /// Marks of Unicode.
  public static let unicode = DrawingMarks(
    folded: "▸", unfolded: "▾", rule: "─", columnRule: "│", crossing: "┼", quote: "│", bullets: ["•", "◦"], cut: "…",
    hiddenLeft: "‹", hiddenRight: "›", cursor: "▌", selection: "▌", chipOpen: "⟦", chipClose: "⟧", down: "↓")

  /// Marks of ASCII only.
  public static let ascii = DrawingMarks(
    folded: ">", unfolded: "v", rule: "-", columnRule: "|", crossing: "+", quote: "|", bullets: ["*", "-"], cut: ">",
    hiddenLeft: "<", hiddenRight: ">", cursor: "_", selection: "|", chipOpen: "[", chipClose: "]", down: "v")
}
