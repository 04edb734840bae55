import Foundation

extension ConversationStore {
  /// What was typed before, shared by all instances.
  public nonisolated var history: StoredHistory { StoredHistory(path: folder + "/history.jsonl") }

  /// Keeps what is being typed for a conversation, whatever it looks like inside; nil or empty removes it.
  ///
  /// Without an `id` it is the draft for a conversation that has not begun.
  public func keepDraft(_ draft: Data?, for id: String? = nil) throws(StoreError) {
    let path = draftPath(id)
    guard let draft, !draft.isEmpty else {
      guard unlink(path) == 0 || errno == ENOENT || errno == ENOTDIR else {
        throw .notWritten(path: path, errorNumber: errno)
      }
      return
    }
    // Not waited for: a draft is written at every pause, and losing power may cost the last of them.
    try PrivateFiles.replace(path, with: [UInt8](draft), isDurable: false)
  }

  /// What was being typed; nil when there is nothing or it cannot be read.
  public func draft(for id: String? = nil) -> Data? {
    (try? PrivateFiles.read(draftPath(id), limit: 64 << 20)).flatMap { $0.isEmpty ? nil : Data($0) }
  }

  private func draftPath(_ id: String?) -> String {
    let name = id.flatMap { ConversationID.isValid($0) ? $0 : nil } ?? "new"
    return "\(folder)/drafts/\(name).json"
  }
}
