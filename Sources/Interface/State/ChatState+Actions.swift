import Chat
import Foundation
import Screen

/// What the composer asks the chat to do.
extension ChatState {
  mutating func perform(_ actions: [ComposerAction], _ world: ChatWorld) -> [Effect] {
    actions.flatMap { perform($0, world) }
  }

  private mutating func perform(_ action: ComposerAction, _ world: ChatWorld) -> [Effect] {
    switch action {
    case .submit(let content): return submit(content, world)
    case .command(let command, let argument):
      return keepDraftSoon(world) + perform(command, argument, world)
    case .refused(let error): say(error.description, isError: true, world)
    case .cannotAttach(let problem): say(problem.description, isError: true, world)
    case .attach(let chip): return load(chip)
    case .chipRemoved(let chip): removed(chip, world)
    case .chipRestored(let chip): return restored(chip)
    case .copy(let text): return [.copy(text, name: "the selection")]
    case .perform(let action): return perform(action, world)
    case .changed: noteTyping(world)
    case .unhandled: break
    }
    return []
  }

  private mutating func keepDraftSoon(_ world: ChatWorld) -> [Effect] {
    draftDue = draftDue ?? world.time + 1
    return []
  }

  mutating func perform(_ action: KeyAction, _ world: ChatWorld) -> [Effect] {
    switch action {
    case .interrupt: return interrupt(world)
    case .cancel: return cancel(world)
    case .complete: if !pane.items.isEmpty, shown.showsAttachments { focus = .pane }
    case .help: return perform(.help, "", world)
    case .palette: layers.append(.palette(CommandPalette()))
    case .record: return toggleRecording(world)
    case .attach: return perform(.attach, "", world)
    case .paste: return [.paste]
    case .editor: return [.edit(composer.content.plainText)]
    case .newConversation: return perform(.new, "", world)
    case .conversations: return perform(.open, "", world)
    case .search: return perform(.search, "", world)
    case .pane: return perform(.pane, "", world)
    case .thoughts: transcript.toggleThought()
    case .previousMessage, .nextMessage:
      transcript.selectMessage(by: action == .previousMessage ? -1 : 1)
      if transcript.selection != nil { focus = .transcript }
    case .pageUp: transcript.scroll(pages: -1)
    case .pageDown: transcript.scroll(pages: 1)
    case .lineEnd, .textEnd: transcript.scrollToEnd()
    case .copyReply: return perform(.copy, "", world)
    case .messages: layers.append(.page(messagesPage))
    case .redraw: return [.redraw]
    case .suspend: return keepDraft() + [.suspend]
    case .quit: return quit(world)
    default: break
    }
    return []
  }

  /// Esc: one step back, from further up to the end, and last the reply.
  private mutating func cancel(_ world: ChatWorld) -> [Effect] {
    if notice?.isError ?? false, !isReplying {
      notice = nil
      return []
    }
    if transcript.searchStatus != nil {
      transcript.search(nil)
      return []
    }
    if !transcript.isFollowing {
      transcript.scrollToEnd()
      return []
    }
    if isReplying { return stopReply() }
    // A changed message that waits for a file is not sent after all.
    if editing != nil, !outbox.isEmpty { return recallOutbox() }
    return stopChanging(world)
  }

  private mutating func stopChanging(_ world: ChatWorld) -> [Effect] {
    guard editing != nil else { return [] }
    say("the message stays as it was", world)
    noteTyping(world)
    return leaveMessage()
  }

  /// Ctrl-C: stops the reply, otherwise takes back what waits, otherwise clears what is written, otherwise says how to leave.
  private mutating func interrupt(_ world: ChatWorld) -> [Effect] {
    if isReplying { return stopReply() }
    if !outbox.isEmpty { return recallOutbox() }
    if editing != nil { return stopChanging(world) }
    if !composer.isEmpty { return perform(composer.clear(), world) }
    say("\(key(.quit)) leaves", world)
    return []
  }

  /// Leaves, unless something would be lost: then it asks first.
  mutating func quit(_ world: ChatWorld) -> [Effect] {
    guard unsaved != nil, let record, !record.messages.isEmpty else { return leave(world) }
    layers.append(
      .question(
        Question(
          "leave and lose what is not saved of \(quoted(title))?", answers: [("y", "leave")], keep: "stay"), .quit))
    return []
  }

  /// Leaves: what there is of a reply is kept, and what waits to be sent is a draft.
  mutating func leave(_ world: ChatWorld) -> [Effect] {
    var effects: [Effect] = recording == nil ? [] : [.discardRecording]
    effects += endReplyNow(world) + recallOutbox()
    return effects + keepDraftAtEnd() + keepingReading + [.quit]
  }

  /// Closes a reply at once, for a program that ends.
  public mutating func endReplyNow(_ world: ChatWorld) -> [Effect] {
    guard var running = reply, let id = record?.id else { return [] }
    var figures = ReplyFigures()
    figures.generatedTokens = running.pieces
    if let first = running.firstPiece { figures.generatingSeconds = max(0, running.lastPiece - first) }
    let entries = running.log.take(.finished(.cancelled, figures), at: world.time)
    for entry in entries { record?.apply(entry) }
    reply = nil
    return [.stopReply, .store(entries, conversation: id)]
  }

  /// What has to be kept when the program is told to end.
  public mutating func end(_ world: ChatWorld) -> [Effect] {
    endReplyNow(world) + recallOutbox() + keepDraftAtEnd()
  }
}
