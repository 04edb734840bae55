/// All that a run of `facet bench` found out.
struct BenchReport: Sendable, Equatable {
  /// One item with its samples.
  struct Figure: Sendable, Equatable {
    var item: BenchItem
    var samples: Samples
  }

  /// Something that was not measured, and why.
  struct Skip: Sendable, Equatable {
    var what: String
    var reason: String
  }

  /// Where the figures belong to: they can be compared where this is the same.
  struct Setting: Sendable, Equatable {
    var model = ""
    var modelBytes = 0
    var processor = ""
    var threads = 0
    /// How keys and values are kept.
    var kvFormat = ""
    var matrixKernels = ""
    var otherKernels = ""
    /// Tokens of a prompt.
    var prompt = 0
    /// Tokens that are written.
    var generate = 0
    var rounds = 0
    /// Soft tokens of the picture and of the speech; 0 without a projector.
    var pictureTokens = 0
    var speechTokens = 0
  }

  /// What must be in memory; the figure `memory` is what is there.
  struct Memory: Sendable, Equatable {
    var weights = 0
    var cache = 0
  }

  var setting = Setting()
  var memory = Memory()
  private(set) var figures: [Figure] = []
  var skipped: [Skip] = []
  /// Whether it was ended before all rounds were done.
  var isInterrupted = false

  /// The samples of an item; nil where there is none.
  func samples(_ item: BenchItem) -> Samples? {
    figures.first { $0.item == item }?.samples
  }

  /// Adds a sample; items keep the order in which they first came.
  mutating func add(_ value: Double, to item: BenchItem) {
    if let place = figures.firstIndex(where: { $0.item == item }) {
      figures[place].samples.add(value)
    } else {
      figures.append(Figure(item: item, samples: Samples([value])))
    }
  }

  mutating func append(_ figure: Figure) { figures.append(figure) }
}
