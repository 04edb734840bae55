import Chat

/// What has become known of a file once it was read.
public struct AttachmentFacts: Sendable, Equatable {
  /// What goes into the message: its content address, name and path, and the text of a document.
  public var attachment: Attachment
  /// How large it is, in a few words: "1920×1080", "0:07", "12 kB".
  public var size: String
  /// Of a picture: the soft tokens that it takes under each budget, from the smallest budget on.
  public var budgets: [BudgetedTokens]
  /// Of a recording its soft tokens, of a document about how many tokens.
  public var tokens: Int
  /// A small picture of it; nil for what is no picture.
  public var preview: PixelData?
  /// The shape of a recording, 0…1; empty for what is no recording.
  public var bars: [Float]
  /// What the person should know: that a document was cut, and where.
  public var remark: String?

  /// What is known of an attachment.
  public init(
    _ attachment: Attachment, size: String, budgets: [BudgetedTokens] = [], tokens: Int = 0, preview: PixelData? = nil,
    bars: [Float] = [], remark: String? = nil
  ) {
    (self.attachment, self.size, self.budgets, self.tokens) = (attachment, size, budgets, tokens)
    (self.preview, self.bars, self.remark) = (preview, bars, remark)
  }

  /// What a picture takes under a budget.
  public struct BudgetedTokens: Sendable, Equatable {
    /// The budget.
    public var budget: Int
    /// The soft tokens that it takes.
    public var tokens: Int
    /// Whether the picture loses nothing in size.
    public var isWhole: Bool

    /// A budget with what a picture takes under it.
    public init(budget: Int, tokens: Int, isWhole: Bool) {
      (self.budget, self.tokens, self.isWhole) = (budget, tokens, isWhole)
    }
  }
}

/// Pixels of a picture to be drawn in cells.
public struct PixelData: Sendable, Equatable {
  /// Pixels in a row and rows.
  public var width: Int, height: Int
  /// 8-bit red, green and blue, row by row: `[height, width, 3]`.
  public var rgb: [UInt8]

  /// Pixels; `rgb` holds `width × height × 3` bytes.
  public init(width: Int, height: Int, rgb: [UInt8]) {
    (self.width, self.height, self.rgb) = (width, height, rgb)
  }
}
