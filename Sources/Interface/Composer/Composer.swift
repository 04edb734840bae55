import Chat
import Screen

/// Where a message is written.
///
/// The composer is a state machine. Its states and what leads from one to another:
/// ```text
///   editing ──Ctrl-R──▶ searching ──Enter, or any key that is not of the search──▶ editing
///      │  ▲                 └──Esc, Ctrl-G: the text from before──▶ editing
///      │  └─Tab, Enter on a row, Esc, text that fits no row──┐
///      └──"/" at the start, Tab on a path──▶ choosing ───────┘
///
///   with vi keys, `editing` has states of its own (see `ViKeys`):
///   insert ──Esc──▶ normal ──i a I A o O C cc──▶ insert        normal ──v V──▶ visual ──Esc, an operator──▶ normal
/// ```
/// `handle` looks at the state first and then at the key; each state has one function. Keys that belong to the chat come back as `.perform`.
public struct Composer: Sendable {
  /// What the next key is for.
  public enum State: Sendable, Equatable {
    case editing
    /// The menu is open: Up, Down, Tab, Enter and Esc are its keys, all others edit.
    case choosing
    case searching
  }

  var buffer = TextBuffer()
  var killRing = KillRing()
  /// What was yanked last, as long as no other key came.
  var lastYank: Range<Int>?
  /// The column that Up and Down keep to.
  var goalColumn: Int?
  var layout = RowLayout()
  var topRow = 0
  var menu: CompletionMenu?
  /// Esc closed the menu: it stays closed as long as the same command is typed.
  var isMenuDismissed = false
  var search: HistorySearch?
  var vi = ViState()
  var burst = BurstDetector()
  var burstStart = 0
  var nextChip = 1
  /// Chips made by the key that is being handled: their files are still to be loaded.
  var freshChips: Set<Int> = []
  /// What was sent before.
  public internal(set) var history = InputHistory()

  /// An empty composer with the messages of earlier sessions.
  public init(history: [ComposedText] = []) {
    self.history = InputHistory(history)
    for chip in history.flatMap(\.chips) { nextChip = max(nextChip, chip.id + 1) }
  }

  /// What the next key is for.
  public var state: State { search != nil ? .searching : menu != nil ? .choosing : .editing }
  /// Whether nothing is written.
  public var isEmpty: Bool { buffer.isEmpty }
  /// What is written.
  public var content: ComposedText { buffer.content }
  /// The chips in the text, in order.
  public var chips: [Chip] { buffer.hasChips ? buffer.content.chips : [] }
  /// Counts changes of the text.
  public var revision: Int { buffer.revision }
  /// When `tick` should be called if no key comes; nil when it need not.
  public var settlesAt: Double? { burst.isBurst ? burst.endsAt : nil }
  /// The vi mode to show: "insert", "normal", "visual", "visual line".
  public var viMode: String { vi.mode.rawValue }

  /// What is being written, to be saved and brought back.
  public var draft: ComposerDraft {
    get { ComposerDraft(buffer.content, cursor: buffer.cursor) }
    set {
      for chip in newValue.content.chips { nextChip = max(nextChip, chip.id + 1) }
      load(newValue.content, cursor: newValue.cursor)
      buffer.chipChanges = []
    }
  }

  mutating func load(_ content: ComposedText, cursor: Int = .max) {
    buffer.reset(to: content, cursor: cursor)
    goalColumn = nil
    lastYank = nil
    menu = nil
    burst.reset()
    vi.enterInsert()
  }

  // MARK: From outside

  /// Types text at the cursor, such as what came from the clipboard; paths of files become chips.
  public mutating func paste(_ text: String, context: ComposerContext) -> [ComposerAction] {
    collect { $0.pasteText(text, context: context) }
  }

  /// Puts in a chip of something that was attached in another way, such as a recording.
  public mutating func insertChip(
    _ kind: Attachment.Kind, number: Int, label: String, path: String = "", name: String? = nil,
    pages: ClosedRange<Int>? = nil, attachment: String? = nil
  ) -> Chip {
    let chip = makeChip(
      kind, number: number, label: label, path: path, name: name, pages: pages, attachment: attachment)
    insertSpaced([.chip(chip)])
    buffer.chipChanges.removeAll { $0.chip.id == chip.id }
    return chip
  }

  /// Puts chips in behind one that stands in the text; nothing is reported, and whoever writes goes on where they were.
  mutating func insertChips(_ chips: [Chip], behind id: Int) {
    guard buffer.holdsChip(id), let place = buffer.first(from: 0, to: buffer.count, where: { $0.chip?.id == id }) else {
      return
    }
    let elements = chips.flatMap { [TextElement.grapheme(" "), .chip($0)] }
    func moved(_ position: Int) -> Int { position > place ? position + elements.count : position }
    buffer.insert(elements, at: place + 1)
    burstStart = moved(burstStart)
    vi.visualStart = moved(vi.visualStart)
    lastYank = lastYank.map { moved($0.lowerBound)..<moved($0.upperBound) }
    menu = menu.map { menu in
      var menu = menu
      menu.range = moved(menu.range.lowerBound)..<moved(menu.range.upperBound)
      return menu
    }
    buffer.chipChanges.removeAll { change in chips.contains { $0.id == change.chip.id } }
  }

  /// A chip with a number of its own, to be put in later or into a text that was sent already.
  mutating func makeChip(
    _ kind: Attachment.Kind, number: Int, label: String, path: String = "", name: String? = nil,
    pages: ClosedRange<Int>? = nil, attachment: String? = nil
  ) -> Chip {
    defer { nextChip += 1 }
    return Chip(
      id: nextChip, kind: kind, number: number, label: SafeText(oneLine: label).string, path: path, name: name,
      pages: pages, attachment: attachment)
  }

  /// Gives a chip what has become known of it.
  public mutating func update(_ chip: Chip) { buffer.update(chip) }

  /// Takes a chip out whose file could not be loaded, or whose attachment was removed elsewhere; nothing is reported.
  public mutating func removeChip(_ id: Int) {
    guard buffer.holdsChip(id), let place = buffer.first(from: 0, to: buffer.count, where: { $0.chip?.id == id }) else {
      return
    }
    let cursor = buffer.cursor > place ? buffer.cursor - 1 : buffer.cursor
    buffer.replace(place..<place + 1, with: [], cursor: cursor)
    buffer.chipChanges.removeAll { $0.chip.id == id }
  }

  /// Puts back what an editor made of the text; chips whose marks are still there stay chips.
  ///
  /// It can be undone.
  public mutating func replaceText(_ text: String) -> [ComposerAction] {
    guard text.utf8.count <= Composer.pasteLimit else { return [.refused(.tooMuchText(bytes: text.utf8.count))] }
    return collect { composer in
      var elements: [TextElement] = []
      var rest = PastedText.clean(text)[...]
      while rest.last?.isNewline == true { rest.removeLast() }
      let chips = composer.chips
      while !rest.isEmpty {
        if rest.first == "[", let chip = chips.first(where: { rest.hasPrefix($0.plainText) }) {
          elements.append(.chip(chip))
          rest = rest.dropFirst(chip.plainText.count)
        } else {
          elements.append(.grapheme(rest.removeFirst()))
        }
      }
      composer.buffer.replace(0..<composer.buffer.count, with: elements)
      return []
    }
  }

  /// Empties the composer, which can be undone; the text goes into the history.
  public mutating func clear() -> [ComposerAction] {
    collect { composer in
      composer.buffer.delete(0..<composer.buffer.count)
      composer.menu = nil
      return []
    }
  }

  /// Time has passed: a burst of keys may be over.
  public mutating func tick(context: ComposerContext) -> [ComposerAction] {
    collect { $0.burst.isOver(at: context.time) ? $0.settleBurst(context) : [] }
  }

  // MARK: What a key does

  /// Takes what a person does.
  public mutating func handle(_ event: InputEvent, context: ComposerContext) -> [ComposerAction] {
    collect { composer in
      let settled = composer.burst.isOver(at: context.time) ? composer.settleBurst(context) : []
      return settled + composer.route(event, context: context)
    }
  }

  /// Runs a change and adds what became of chips and text.
  mutating func collect(_ change: (inout Composer) -> [ComposerAction]) -> [ComposerAction] {
    let revision = buffer.revision
    freshChips = []
    var actions = change(&self)
    var first: [Int: Bool] = [:]
    var order: [Int] = []
    var last: [Int: (chip: Chip, came: Bool)] = [:]
    for change in buffer.chipChanges {
      if first.updateValue(first[change.chip.id] ?? change.came, forKey: change.chip.id) == nil {
        order.append(change.chip.id)
      }
      last[change.chip.id] = change
    }
    buffer.chipChanges = []
    // What was taken out and put back by one key did not change.
    for id in order {
      guard let (chip, came) = last[id], first[id] == came else { continue }
      if freshChips.contains(id) { continue }
      actions.append(came ? .chipRestored(chip) : .chipRemoved(chip))
    }
    if buffer.revision != revision { actions.append(.changed) }
    return actions
  }
}
