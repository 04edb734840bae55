/// Selecting messages and blocks of code, and what can be copied of them.
extension Transcript {
  /// Selects a message or a block of code, and scrolls to it; nil selects nothing.
  public mutating func select(_ newSelection: Selection?) {
    selection = newSelection
    switch newSelection {
    case .message(let id)?:
      guard let index = indices[id] else { return selection = nil }
      reveal(RowAddress(message: index, line: header(at: index)))
    case .code(let id, let number)?:
      guard let index = indices[id], let leaf = codeLeaf(index, number) else { return selection = nil }
      reveal(RowAddress(message: index, section: .answer, leaf: leaf))
    case nil: break
    }
  }

  /// Selects the next message, or with a negative count an earlier one; the first time the last one that is shown.
  public mutating func selectMessage(by count: Int) {
    guard !messages.isEmpty else { return }
    guard let id = selection?.message, let index = indices[id] else {
      let shown = shownRows.compactMap { $0?.message }.last ?? messages.count - 1
      return select(.message(messages[min(shown, messages.count - 1)].id))
    }
    let target = min(max(0, index + count), messages.count - 1)
    if target == messages.count - 1, count > 0 { scrollToEnd() }
    select(.message(messages[target].id))
  }

  /// Selects the next block of code, or with a negative count an earlier one; the first time the last one.
  ///
  /// - Returns: Whether there was one.
  @discardableResult
  public mutating func selectCode(by count: Int) -> Bool {
    guard !messages.isEmpty else { return false }
    let step = count < 0 ? -1 : 1
    var index: Int, number: Int?
    switch selection {
    case .code(let id, let selected)?:
      index = indices[id] ?? messages.count - 1
      number = selected + step
    case .message(let id)?:
      index = indices[id] ?? messages.count - 1
      number = step > 0 ? 0 : nil
    case nil:
      index = shownRows.compactMap { $0?.message }.last ?? messages.count - 1
    }
    let isBackward = step < 0 || selection == nil
    while messages.indices.contains(index) {
      if mayHaveCode(index) {
        withLayout(index) { _, _ in }
        let blocks = codeLeaves(index).count
        let wanted = number ?? (isBackward ? blocks - 1 : 0)
        if blocks > 0, (0..<blocks).contains(wanted) {
          select(.code(messages[index].id, wanted))
          return true
        }
      }
      number = nil
      index += isBackward ? -1 : 1
    }
    return false
  }

  /// Whether a message is worth reading for code.
  private func mayHaveCode(_ index: Int) -> Bool {
    let text = messages[index].text
    if layouts[messages[index].id] != nil { return true }
    return text.utf8.count < 4_000_000
      && (text.contains("```") || text.contains("~~~") || text.contains("\n    ") || text.contains("\n\t"))
  }

  /// The leaves at which the blocks of code in an answer begin.
  func codeLeaves(_ index: Int) -> [Int] {
    let leaves = leaves(index)
    return leaves.indices.filter { place in
      if case .code = leaves[place].kind { return leaves[place].part == 0 }
      return false
    }
  }

  /// The leaves of an answer, from its layout where that is up to date.
  func leaves(_ index: Int) -> [MarkdownLeaf] {
    let message = messages[index]
    if let known = layouts[message.id]?.answer, known.consumed == message.text.utf8.count {
      return known.document.leaves
    }
    return MarkdownDocument(message.text, syntax: message.syntax).leaves
  }

  func codeLeaf(_ index: Int, _ number: Int) -> Int? {
    let leaves = codeLeaves(index)
    return leaves.indices.contains(number) ? leaves[number] : nil
  }

  /// The whole code of a block, its language and its text.
  public func code(_ id: String, _ number: Int) -> (language: String, text: String)? {
    guard let index = indices[id], let first = codeLeaf(index, number) else { return nil }
    let leaves = leaves(index)
    guard case .code(let language) = leaves[first].kind else { return nil }
    var bytes = leaves[first].text
    for leaf in leaves[(first + 1)...] {
      guard case .code = leaf.kind, leaf.part > 0 else { break }
      if !leaf.continuesLine { bytes.append(Ascii.newline) }
      bytes += leaf.text
    }
    return (language, String(decoding: bytes, as: UTF8.self))
  }

  /// What copying takes: the code of a selected block, or the Markdown of a selected message.
  public func selectedText() -> String? {
    switch selection {
    case .code(let id, let number)?: code(id, number)?.text
    case .message(let id)?: message(id)?.text
    case nil: nil
    }
  }
}
