/// Ways to go on with what is typed, one of them chosen.
struct CompletionMenu: Sendable, Equatable {
  enum Purpose: Sendable, Equatable { case command, path, choice }

  struct Item: Sendable, Equatable {
    /// What the row begins with.
    var label: String
    /// What stands dimmed behind it.
    var detail: String
    /// What comes in the place of what was typed.
    var replacement: String
    /// More can follow at once: a folder, or a command that takes something.
    var goesOn: Bool
  }

  var purpose: Purpose
  var items: [Item]
  var selected = 0
  /// Whether a row was chosen with Up or Down.
  var isChosen = false
  /// Where the text that is completed stands.
  var range: Range<Int>

  mutating func choose(by step: Int) {
    selected = (selected + step + items.count) % items.count
    isChosen = true
  }

  var item: Item { items[selected] }
}

/// Completion of commands, their words, and paths.
extension Composer {
  /// Longer lines are no commands.
  private static let longestCommand = 4200

  /// Follows the text: the menu opens, changes or closes.
  mutating func updateMenu(_ context: ComposerContext) {
    guard buffer.count > 0, buffer.rope[0] == .grapheme("/"), buffer.count <= Self.longestCommand, !buffer.hasChips
    else {
      menu = nil
      isMenuDismissed = false
      return
    }
    guard search == nil, !isMenuDismissed, context.keymap != .vi || vi.mode == .insert else {
      menu = nil
      return
    }
    let next = commandMenu(context)
    // Moving about keeps the chosen row.
    if let menu, let next, menu.items == next.items, menu.range == next.range { return }
    menu = next
  }

  private func commandMenu(_ context: ComposerContext) -> CompletionMenu? {
    let text = buffer.text(0..<buffer.cursor)
    guard !text.isEmpty, !text.contains(where: \.isNewline), buffer.lineEnd(0) == buffer.count else { return nil }
    guard let space = text.firstIndex(of: " ") else {
      let items = Command.matching(String(text.dropFirst())).map { command in
        let hint = command.argumentHint.isEmpty ? "" : " " + command.argumentHint
        return CompletionMenu.Item(
          label: "/" + command.name + hint, detail: command.summary, replacement: "/" + command.name,
          goesOn: command.argument != .none)
      }
      return items.isEmpty ? nil : CompletionMenu(purpose: .command, items: items, range: 0..<buffer.cursor)
    }
    guard buffer.cursor == buffer.count, let command = Command(rawValue: String(text[..<space].dropFirst())) else {
      return nil
    }
    let typed = String(text[text.index(after: space)...].drop { $0 == " " })
    let range = buffer.cursor - typed.count..<buffer.cursor
    switch command.argument {
    case .path:
      // Names go before paths, as long as nothing says that a path is meant.
      if !typed.contains("/"), !typed.hasPrefix("~"), let names = context.choices(command),
        let menu = choiceMenu(typed, among: names, range: range)
      {
        return menu
      }
      return pathMenu(typed, range: range, context)
    case .choice(let words):
      return choiceMenu(typed, among: words.isEmpty ? context.choices(command) ?? [] : words, range: range)
    case .none, .text, .number: return nil
    }
  }

  private func choiceMenu(_ typed: String, among words: [String], range: Range<Int>) -> CompletionMenu? {
    let items = words.compactMap { word in
      Similarity.rank(typed, in: word).map { rank in
        (rank, CompletionMenu.Item(label: word, detail: "", replacement: word, goesOn: false))
      }
    }.sorted { $0.0 < $1.0 }.map(\.1)
    return items.isEmpty || words.contains(typed) ? nil : CompletionMenu(purpose: .choice, items: items, range: range)
  }

  private func pathMenu(_ typed: String, range: Range<Int>, _ context: ComposerContext) -> CompletionMenu? {
    let items = PathCompletion.candidates(typed, home: context.home, list: context.list).prefix(200).map {
      CompletionMenu.Item(label: $0.name, detail: "", replacement: $0.replacement, goesOn: $0.isFolder)
    }
    // Nothing is left to complete.
    guard !items.isEmpty, !(items.count == 1 && items[0].replacement == typed) else { return nil }
    return CompletionMenu(purpose: .path, items: Array(items), range: range)
  }

  /// The keys of the menu; nil for a key that edits.
  mutating func menuKey(_ action: KeyAction?, context: ComposerContext) -> [ComposerAction]? {
    guard var menu else { return nil }
    switch action {
    case .up?, .down?:
      menu.choose(by: action == .up ? -1 : 1)
      self.menu = menu
      return []
    case .cancel?:
      self.menu = nil
      isMenuDismissed = true
      return []
    case .complete?:
      accept(context)
      return []
    case .send?:
      let typed = buffer.text(menu.range)
      let isCommand = menu.purpose == .command
      // What is typed in full is meant as it is, and so is a path that nobody chose from the rows.
      guard isCommand ? typed != menu.item.replacement || menu.isChosen : menu.isChosen else { return nil }
      // The path of a file is no start of a command.
      if isCommand, !menu.isChosen, context.status(typed) != .missing { return nil }
      let goesOn = menu.item.goesOn && (typed != menu.item.replacement || menu.purpose != .command)
      accept(context)
      if goesOn || menu.purpose == .path { return [] }
      self.menu = nil
      return send(context)
    default: return nil
    }
  }

  /// Puts the chosen row into the text.
  private mutating func accept(_ context: ComposerContext) {
    guard let menu else { return }
    let needsSpace = menu.purpose == .command && menu.item.goesOn
    let text = menu.item.replacement + (needsSpace ? " " : "")
    edit { $0.buffer.replace(menu.range, with: text.map(TextElement.grapheme)) }
    self.menu = nil
    updateMenu(context)
    if self.menu?.purpose == .path, !menu.item.goesOn { self.menu = nil }
  }

  /// Tab without a menu: completes the path before the cursor; where there is nothing to complete, it is for the chat.
  mutating func complete(_ context: ComposerContext) -> [ComposerAction] {
    isMenuDismissed = false
    let start = buffer.lineStart(buffer.cursor)
    guard buffer.cursor - start <= Self.longestCommand else { return [] }
    // A space behind a backslash or in quotes belongs to the word.
    let line = ComposedText(buffer.rope[start..<buffer.cursor]).plainText
    guard let word = ShellWords.split(line).last, word.range.upperBound == line.endIndex,
      PathFinder.looksLikePath(line[word.range])
    else {
      if !buffer.isEmpty { updateMenu(context) }
      return menu == nil ? [.perform(.complete)] : []
    }
    let typed = String(line[word.range])
    let range = buffer.cursor - typed.count..<buffer.cursor
    guard range.lowerBound >= start else { return [] }
    menu = pathMenu(typed, range: range, context)
    if menu?.items.count == 1 { accept(context) }
    return []
  }

  /// The rest of the chosen row, shown dimmed behind the cursor.
  var ghost: String {
    guard let menu, buffer.cursor == buffer.count, menu.range.upperBound == buffer.cursor else { return "" }
    let typed = buffer.text(menu.range)
    let replacement = menu.item.replacement
    return replacement.hasPrefix(typed) ? String(replacement.dropFirst(typed.count)) : ""
  }
}
