/// Goes on with a timeline several tokens at a time: some are guessed, all are evaluated in one batch, and those that the model draws itself are kept.
///
/// Every token is drawn from the model's own logits by the one sampler, in order, as without guesses; a guess only means that the logits of the
/// position after it are there already. So the tokens are the same with guesses and without, to the last one, and their distribution is the
/// model's. (For a guess that is one token and no distribution, "draw x, keep the guess if it is x" accepts with the probability p(guess) and
/// draws from the rest otherwise: that is the rejection sampling of Leviathan et al. 2023 with q = 1 at the guess, and no scheme accepts more.)
package final class Drafting {
  /// What guessing has come to, in a reply.
  struct Figures {
    var drafted = 0
    var accepted = 0
  }

  /// Since ``begin(_:)``.
  private(set) var figures = Figures()

  private let sources: [any DraftSource]
  private var controller: DraftController
  private let now: () -> Double
  /// The guesses under way: whose they are, and how many were right so far.
  private var round: (kind: DraftKind, right: Int)?

  /// - Parameters:
  ///   - sources: Who guesses; none for plain steps.
  ///   - controller: Who decides how much.
  ///   - now: Seconds of a clock.
  package init(
    _ sources: [any DraftSource], controller: DraftController = DraftController(),
    now: @escaping () -> Double = Drafting.seconds
  ) {
    self.sources = sources
    self.controller = controller
    self.now = now
  }

  private static let origin = ContinuousClock.now

  /// Seconds of a clock that never goes back.
  package static func seconds() -> Double { (ContinuousClock.now - origin) / .seconds(1) }

  /// Takes in where a reply begins.
  func begin(_ timeline: Timeline) {
    figures = Figures()
    round = nil
    guard !sources.isEmpty else { return }
    let tokens = timeline.positions.map { if case .token(let token) = $0 { token } else { nil as Int? } }
    for source in sources { source.begin(tokens) }
  }

  /// Appends a token that was drawn, and sees to it that the logits after it are there.
  ///
  /// - Parameters:
  ///   - token: The token.
  ///   - timeline: Where it goes; it has room for it.
  ///   - left: How many tokens may be drawn after it.
  /// - Throws: `ComputeError`.
  func append(_ token: Int, to timeline: Timeline, left: Int) throws {
    for source in sources { source.append(token) }
    if timeline.take(token) {
      figures.accepted += 1
      round?.right += 1
      if timeline.drafted.isEmpty { judge(isNextWrong: false) }
      return
    }
    judge(isNextWrong: true)
    let row = timeline.row
    timeline.dropDrafts()
    let room = min(DraftController.most, left - 1, timeline.context - timeline.positions.count - 1)
    let place = DraftPlace(model: timeline.model, cache: timeline.cache, row: row, token: token)
    let drafts = room > 0 ? try guess(room, at: place) : []
    let start = now()
    try timeline.append(token, drafts: drafts)
    // After the last token nobody asks for logits.
    guard left > 0 else { return }
    try timeline.computeLogits()
    controller.measured(columns: 1 + drafts.count, seconds: now() - start)
  }

  /// Ends a reply: guesses that nobody drew are forgotten.
  func finish(_ timeline: Timeline) {
    round = nil
    timeline.dropDrafts()
  }

  private func judge(isNextWrong: Bool) {
    guard let ended = round else { return }
    controller.judged(ended.kind, right: ended.right, isNextWrong: isNextWrong)
    round = nil
  }

  private func guess(_ room: Int, at place: DraftPlace) throws -> [Int] {
    var offers: [(offer: DraftOffer, source: any DraftSource)] = []
    for source in sources { if let offer = source.offer(limit: room) { offers.append((offer, source)) } }
    guard let chosen = controller.choose(offers.map(\.offer)),
      let source = offers.first(where: { $0.offer.kind == chosen.kind })?.source
    else { return [] }
    let start = now()
    let drafts = try source.draft(chosen.count, at: place)
    controller.measured(chosen.kind, tokens: drafts.count, seconds: now() - start)
    figures.drafted += drafts.count
    round = drafts.isEmpty ? nil : (chosen.kind, 0)
    return drafts
  }
}
