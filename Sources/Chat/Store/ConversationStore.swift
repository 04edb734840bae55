import Foundation

/// The conversations on this machine: one JSON Lines file each, in a folder that only the user can read.
///
/// ```swift
/// let store = ConversationStore(folder: try ConversationStore.standardFolder())
/// let record = await store.create()
/// try await store.append([.message(first)], to: record.id)   // on the disk when this returns
/// ```
/// The folder holds `conversations/ID.jsonl`, `attachments/`, `trash/`, `drafts/` and `history.jsonl`. Several instances may use it at once: a
/// conversation is locked (`flock`) by the one that has it open for writing, and others can read it or go on with a copy.
///
/// Each line is on the disk (`fdatasync`) before `append` returns. What could not be written is kept in memory and written with the next line, so
/// that a full disk is told and loses nothing while the program runs.
public actor ConversationStore {
  /// The folder of everything.
  public nonisolated let folder: String

  private var opened: [String: OpenState] = [:]
  private var deletions: [String] = []
  private let executor = StoreExecutor()
  private let write: ConversationFile.Writer

  struct OpenState {
    var record: ConversationRecord
    /// Nil where the conversation can only be read.
    var file: ConversationFile?
    var reason: StoreError?
  }

  /// A store in this folder, which comes into being with the first thing that is kept.
  public init(folder: String) {
    self.init(folder: folder) { bytes, descriptor, path throws(StoreError) in
      try PrivateFiles.write(bytes, to: descriptor, path: path)
    }
  }

  /// A store whose lines are written by another function, for tests of what a full disk does.
  init(folder: String, write: @escaping ConversationFile.Writer) {
    self.folder = folder
    self.write = write
  }

  /// `$XDG_DATA_HOME/facet`, or `~/.local/share/facet`.
  public static func standardFolder(
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(StoreError) -> String {
    // A relative path does not count, says the specification: it would mean another folder each time.
    if let path = environment["XDG_DATA_HOME"], path.hasPrefix("/") { return path + "/facet" }
    guard let home = environment["HOME"], home.hasPrefix("/") else { throw .noHome }
    return home + "/.local/share/facet"
  }

  /// A thread of its own: waiting for the disk must not hold up the program's other tasks.
  public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  nonisolated var attachments: AttachmentStore { AttachmentStore(folder: folder + "/attachments") }
  nonisolated var conversations: String { folder + "/conversations" }
  nonisolated var trash: String { folder + "/trash" }

  // MARK: One conversation

  /// Begins a conversation; its file appears with the first line that is appended.
  public func create(isThinking: Bool = false, at date: Date = Date()) -> ConversationRecord {
    var record = ConversationRecord(header: ConversationHeader(id: ConversationID.make(at: date), created: date))
    if isThinking { record.apply(.thinking(true)) }
    opened[record.id] = OpenState(record: record, file: ConversationFile(newAt: path(of: record.id), write: write))
    return record
  }

  /// Opens a conversation, for writing when nobody else does.
  public func open(_ id: String) throws(StoreError) -> OpenedConversation {
    if let state = opened[id] {
      return OpenedConversation(record: state.record, unreadableLines: 0, reason: state.reason)
    }
    guard ConversationID.isValid(id) else { throw .missing(id: id) }
    let (file, reader, reason) = try ConversationFile.open(
      path(of: id), id: id, resolve: attachments.resolve, write: write)
    opened[id] = OpenState(record: reader.record, file: file, reason: reason)
    return OpenedConversation(record: reader.record, unreadableLines: reader.unreadableLines, reason: reason)
  }

  /// The conversation as it is now; nil when it is not open.
  public func record(_ id: String) -> ConversationRecord? {
    opened[id]?.record
  }

  /// Takes in what happened, and returns when it is on the disk.
  ///
  /// Whatever is thrown, `record` holds it, and the next call tries to write it again. Attachments that do not lie in the store yet are copied first;
  /// when one cannot be, its message is written all the same and the error thrown at the end.
  public func append(_ entries: [StoreEntry], to id: String) throws(StoreError) {
    guard !entries.isEmpty else { return }
    guard var state = opened[id] else { throw .missing(id: id) }
    opened[id] = nil  // One owner, so that texts grow in place.
    defer { opened[id] = state }
    guard let file = state.file else { throw state.reason ?? .missing(id: id) }
    var problem: StoreError?
    var lines: [UInt8] = file.isNew ? firstLines(of: state.record) : []
    for entry in entries {
      let entry = kept(entry, &problem)
      state.record.apply(entry)
      lines += line(entry)
    }
    try file.append(lines)
    if let problem { throw problem }
  }

  /// Tries again to write what could not be written; nothing happens when there is nothing.
  public func save() throws(StoreError) {
    for state in opened.values { try state.file?.save() }
  }

  /// Whether something is in memory only.
  public var isBehind: Bool { opened.values.contains { $0.file?.isBehind ?? false } }

  /// Lets go of a conversation, so that another instance can write it.
  public func close(_ id: String) {
    opened[id] = nil
  }

  /// Gives a conversation another title; an empty one makes it the first words again.
  public func rename(_ id: String, to title: String) throws(StoreError) {
    try whileOpen(id) { store throws(StoreError) in try store.append([.title(title)], to: id) }
  }

  /// Begins a conversation that goes on after a message of another one, nil for its last one; it is open afterwards.
  public func fork(_ id: String, after message: Int? = nil, at date: Date = Date()) throws(StoreError)
    -> ConversationRecord
  {
    let wasOpen = opened[id] != nil
    let source = try open(id).record
    defer { if !wasOpen { close(id) } }
    var messages = source.messages[...]
    if let message {
      guard let place = messages.firstIndex(where: { $0.id == message }) else { throw .noSuchMessage(message) }
      messages = messages[...place]
    }
    var header = ConversationHeader(id: ConversationID.make(at: date), created: date)
    header.forkedFrom = id
    var record = ConversationRecord(header: header)
    let title: [StoreEntry] = source.givenTitle.isEmpty ? [] : [.title(source.givenTitle)]
    let entries = [.thinking(source.isThinking)] + title + messages.map { StoreEntry.message($0) }
    for entry in entries { record.apply(entry) }
    let file = ConversationFile(newAt: path(of: record.id), write: write)
    opened[record.id] = OpenState(record: record, file: file)
    try file.append(entries.reduce(into: StoreEntry.header(header).line) { $0 += line($1) })
    // Of use to people only, and not worth a failure.
    if let last = messages.last?.id { try? append([.forked(message: last, into: record.id)], to: id) }
    return record
  }

  // MARK: All conversations

  /// The conversations, the last used first, of which titles or openings hold all words of `query`.
  public func list(matching query: String = "") throws(StoreError) -> [ConversationSummary] {
    let all = try ConversationList(folder: conversations, cachePath: folder + "/list.jsonl").summaries()
    let words = query.split(whereSeparator: \.isWhitespace)
    return words.isEmpty ? all : all.filter { $0.contains(words: words) }
  }

  /// The conversations that hold `phrase` anywhere, the last used first, each with the place where it stands.
  public func search(_ phrase: String, limit: Int = 200) throws(StoreError) -> [ConversationSummary] {
    let search = ConversationSearch(phrase)
    var found: [ConversationSummary] = []
    for var summary in try list() {
      if found.count == limit || Task.isCancelled { break }
      if summary.title.range(of: phrase, options: ConversationSearch.options) == nil {
        guard let excerpt = search.excerpt(inFileAt: path(of: summary.id), id: summary.id) else { continue }
        summary.excerpt = excerpt
      }
      found.append(summary)
    }
    return found
  }

  /// Moves a conversation to the trash.
  public func delete(_ id: String) throws(StoreError) {
    let isUnwritten = opened[id]?.file?.isNew ?? false
    if !isUnwritten {
      try whileOpen(id) { store throws(StoreError) in
        if let reason = store.opened[id]?.reason, case .inUse = reason { throw reason }
        try store.move(id, from: store.conversations, to: store.trash)
      }
      deletions.append(id)
    }
    opened[id] = nil
  }

  /// Takes back the last deletion of this instance, and says what is there again.
  public func undoDelete() throws(StoreError) -> String {
    guard let id = deletions.last else { throw .nothingToUndo }
    try restore(id)
    return id
  }

  /// Takes a conversation out of the trash.
  public func restore(_ id: String) throws(StoreError) {
    guard ConversationID.isValid(id) else { throw .missing(id: id) }
    try move(id, from: trash, to: conversations)
    deletions.removeAll { $0 == id }
  }

  /// What lies in the trash, the last used first.
  public func trashed() throws(StoreError) -> [ConversationSummary] {
    try ConversationList(folder: trash, cachePath: folder + "/trash-list.jsonl").summaries()
  }

  /// Removes for good what was deleted before a day, and says how many conversations that were.
  @discardableResult
  public func emptyTrash(deletedBefore date: Date) throws(StoreError) -> Int {
    var count = 0
    for summary in try trashed() where summary.updated < date {
      if unlink("\(trash)/\(summary.id).jsonl") == 0 { count += 1 }
    }
    return count
  }

  // MARK: Beside the conversations

  /// Copies an attachment into the store; the result names the copy.
  public func keep(_ attachment: Attachment) throws(StoreError) -> Attachment {
    try attachments.keep(attachment)
  }

  /// A conversation as Markdown.
  public func markdown(of id: String, withThoughts: Bool = false) throws(StoreError) -> String {
    let wasOpen = opened[id] != nil
    let record = try open(id).record
    if !wasOpen { close(id) }
    return MarkdownExport(withThoughts: withThoughts).text(of: record)
  }

  /// Writes a conversation as Markdown to a file, which only the user can read.
  public func export(_ id: String, to path: String, withThoughts: Bool = false) throws(StoreError) {
    try PrivateFiles.replace(path, with: Array(try markdown(of: id, withThoughts: withThoughts).utf8))
  }

  private func path(of id: String) -> String { "\(conversations)/\(id).jsonl" }

  private func line(_ entry: StoreEntry) -> [UInt8] {
    guard case .message(var stored) = entry else { return entry.line }
    stored.message = attachments.unplaced(stored.message)
    return StoreEntry.message(stored).line
  }

  private func firstLines(of record: ConversationRecord) -> [UInt8] {
    StoreEntry.header(record.header).line + (record.isThinking ? StoreEntry.thinking(true).line : [])
  }

  private func kept(_ entry: StoreEntry, _ problem: inout StoreError?) -> StoreEntry {
    guard case .message(var stored) = entry else { return entry }
    var firstProblem: StoreError?
    stored.message.parts = stored.message.parts.map { part in
      guard case .attachment(let attachment) = part else { return part }
      do throws(StoreError) {
        return .attachment(try attachments.keep(attachment))
      } catch {
        firstProblem = firstProblem ?? error
        return part
      }
    }
    problem = problem ?? firstProblem
    return .message(stored)
  }

  /// Does something with a conversation that needs to be open, and closes it if it was not.
  private func whileOpen(
    _ id: String, _ body: (isolated ConversationStore) throws(StoreError) -> Void
  ) throws(StoreError) {
    let wasOpen = opened[id] != nil
    _ = try open(id)
    defer { if !wasOpen { close(id) } }
    try body(self)
  }

  private func move(_ id: String, from: String, to: String) throws(StoreError) {
    try PrivateFiles.makeFolder(to)
    let source = "\(from)/\(id).jsonl"
    guard Glibc.rename(source, "\(to)/\(id).jsonl") == 0 else {
      throw errno == ENOENT ? .missing(id: id) : .notWritten(path: source, errorNumber: errno)
    }
    PrivateFiles.sync(folder: to)
    PrivateFiles.sync(folder: from)
  }
}

/// A conversation that was opened.
public struct OpenedConversation: Sendable {
  /// What it says.
  public var record: ConversationRecord
  /// Lines that could not be understood and were passed over.
  public var unreadableLines: Int
  /// Why it can only be read; nil when it can be written.
  public var reason: StoreError?

  /// A conversation that was opened.
  public init(record: ConversationRecord, unreadableLines: Int = 0, reason: StoreError? = nil) {
    (self.record, self.unreadableLines, self.reason) = (record, unreadableLines, reason)
  }
}
