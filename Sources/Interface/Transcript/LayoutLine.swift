import Screen

/// One line of the transcript as it is drawn, from the left margin on.
struct LayoutLine: Sendable, Equatable {
  /// Pieces from left to right.
  var spans: [LayoutSpan] = []
  /// Whether it is the line above code, where the hint to copy stands.
  var isCodeLabel = false
  /// Cells that are hidden at the right, as far as is known.
  var hidden = 0

  init(_ spans: [LayoutSpan] = []) {
    self.spans = spans
  }

  /// Cells.
  var width: Int { spans.reduce(0) { $0 + $1.width } }
}

/// A piece of a line in one style.
struct LayoutSpan: Sendable, Equatable {
  /// What is drawn.
  var text: String
  /// How.
  var style: Style
  /// Cells.
  var width: Int
  /// The field of the leaf it shows (0, or a table's cell); nil for what is only decoration.
  var field: Int?
  /// The bytes of the field that it shows.
  var range: Range<Int>

  /// A piece of a leaf's field.
  init(_ text: String, _ style: Style, width: Int, field: Int, range: Range<Int>) {
    (self.text, self.style, self.width, self.field, self.range) = (text, style, width, field, range)
  }

  /// Decoration.
  init(_ text: String, _ style: Style = Style(.text)) {
    (self.text, self.style, width, field, range) = (text, style, TextWidth.of(text), nil, 0..<0)
  }

  /// Empty cells.
  static func space(_ count: Int) -> LayoutSpan {
    LayoutSpan(String(repeating: " ", count: max(0, count)))
  }
}
