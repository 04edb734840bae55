/// What Enter does.
extension Composer {
  mutating func send(_ context: ComposerContext) -> [ComposerAction] {
    if buffer.cursor > 0, buffer.cursor == buffer.count, buffer.rope[buffer.cursor - 1] == .grapheme("\\") {
      buffer.replace(buffer.cursor - 1..<buffer.cursor, with: [.newline])
      return []
    }
    let content = buffer.content
    guard !content.isBlank else { return [] }
    guard !buffer.hasChips, buffer.rope[0] == .grapheme("/") else { return submit(content) }

    let text = content.plainText
    let line = CommandLine.parse(
      text, isReplying: context.isReplying, home: context.home, exists: { context.status($0) != .missing },
      choices: context.choices)
    switch line {
    case .message: return submit(content)
    case .refused(let error): return [.refused(error)]
    case .command(let command, let argument):
      finish(content)
      return [.command(command, argument: argument)]
    case .path:
      let dropped = DroppedPaths.parse(text, home: context.home, status: context.status)
      if let problem = dropped.problems.first { return [.cannotAttach(problem)] }
      guard !dropped.files.isEmpty else { return submit(content) }
      let attached = attach(dropped, context: context) { $0.buffer.delete(0..<$0.buffer.count) }
      return attached + submit(buffer.content)
    }
  }

  private mutating func submit(_ content: ComposedText) -> [ComposerAction] {
    let content = content.trimmed
    finish(content)
    return [.submit(content)]
  }

  private mutating func finish(_ content: ComposedText) {
    history.add(content.trimmed)
    load(ComposedText())
    isMenuDismissed = false
    topRow = 0
    // What is sent is not removed.
    buffer.chipChanges = []
  }
}
