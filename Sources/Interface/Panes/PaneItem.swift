import Chat
import Screen

/// An attachment as the pane, the strip and the viewer show it.
public struct PaneItem: Sendable, Equatable {
  /// How far the model is with it.
  public enum Reading: Sendable, Equatable {
    /// It was not given to the model yet.
    case unread
    /// So many of its tokens were read.
    case reading(done: Int, of: Int)
    case read
  }

  /// What it is while it is known.
  public enum Progress: Sendable, Equatable {
    /// Its file is being read.
    case loading
    case ready
    /// It cannot be shown: a sentence.
    case failed(String)
  }

  /// Unlike any other item's: a chip's number for one that is being written about, "message/part" for one that was sent.
  public var id: String
  /// What it is.
  public var kind: Attachment.Kind
  /// The number by which the conversation calls it.
  public var number: Int
  /// The file's name; empty for a recording from the microphone.
  public var name: String
  /// The attachment; nil while its file is being read.
  public var attachment: Attachment?
  /// What is known of it; nil while its file is being read.
  public var facts: AttachmentFacts?
  /// Whether its file could be read.
  public var progress: Progress
  /// How far the model is with it.
  public var reading: Reading
  /// The soft tokens that a picture may take, as chosen; nil for everything else.
  public var budget: Int?
  /// Whether it belongs to the message that is being written: it can be removed, and its budget changed.
  public var isDraft: Bool
  /// Whether it is played back.
  public var isPlaying = false
  /// What the terminal was given of the picture, where it shows pictures by itself.
  public var placements: [PicturePlacement] = []

  /// An attachment.
  public init(
    id: String, kind: Attachment.Kind, number: Int, name: String, attachment: Attachment? = nil,
    facts: AttachmentFacts? = nil, progress: Progress = .loading, reading: Reading = .unread, budget: Int? = nil,
    isDraft: Bool = false
  ) {
    (self.id, self.kind, self.number, self.attachment) = (id, kind, number, attachment)
    self.name = name.shortened(to: Chip.labelLimit)
    (self.facts, self.progress, self.reading, self.budget) = (facts, progress, reading, budget)
    self.isDraft = isDraft
  }

  /// The tokens that it takes under its budget; nil while nobody knows.
  public var tokens: Int? {
    guard let facts else { return nil }
    guard kind == .picture else { return facts.tokens }
    return facts.budgets.first { $0.budget == budget }?.tokens ?? facts.budgets.last?.tokens
  }
}

/// A picture that the terminal has, made to fill some cells.
public struct PicturePlacement: Sendable, Hashable {
  /// What the terminal calls it.
  public var number: Int
  /// The cells that it fills.
  public var size: Size

  /// A picture of the terminal's.
  public init(number: Int, size: Size) { (self.number, self.size) = (number, size) }
}
