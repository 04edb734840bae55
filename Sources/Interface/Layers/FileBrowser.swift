import Screen

/// The files of a folder, to attach some of them.
///
/// ```text
/// ── attach from /home/me/work ───────────── 1–18 of 84 ──
///  › filter
///  › drawings/                                     folder
///  + ci.png                                       picture
///    core.bin
/// ───────── Enter attach   Tab mark   Alt-. hidden   Esc back ──
/// ```
/// Names are drawn safely and kept as they are: a path is made of the real one.
struct FileBrowser: Sendable {
  /// What a key led to.
  enum Outcome: Sendable, Equatable {
    case open
    case closed
    /// These paths are to be attached.
    case attach([String])
  }

  /// An entry with what is looked at again and again.
  struct Row: Sendable, Equatable {
    let entry: PathEntry
    /// Small letters, to be compared and filtered.
    let key: String
    /// What the ending says: "picture"; nil for what cannot be read, as far as that is known.
    let kind: String?

    init(_ entry: PathEntry) {
      (self.entry, key) = (entry, entry.name.lowercased())
      kind = entry.isFolder ? "folder" : FileEnding.kind(of: entry.name).map(\.rawValue)
    }

    var isHidden: Bool { entry.name.hasPrefix(".") }
  }

  /// The folder that is shown.
  private(set) var folder: String
  /// The rows that fit what was typed.
  private(set) var rows: [Row] = []
  /// The paths that were marked, in the order in which they were.
  private(set) var marked: [String] = []
  private(set) var showsHidden = false
  var position = ListPosition()
  private(set) var line = LineInput()
  private var all: [Row] = []

  /// A folder's files.
  init(folder: String, list: (String) -> [PathEntry]) {
    self.folder = folder
    load(list)
  }

  /// The row that is chosen.
  var selected: Row? { rows.indices.contains(position.selected) ? rows[position.selected] : nil }

  func path(of row: Row) -> String {
    folder.isEmpty || folder.hasSuffix("/") ? folder + row.entry.name : "\(folder)/\(row.entry.name)"
  }

  // MARK: Keys

  /// Takes a key.
  mutating func handle(_ event: InputEvent, bindings: KeyBindings, list: (String) -> [PathEntry]) -> Outcome {
    switch event {
    case .text("/"): return slash(list)
    case .text(" "), .key(.space, []): if line.isEmpty { return mark() }
    case .key(.character("."), .alt):
      showsHidden.toggle()
      filter(keeping: selected?.entry)
      return .open
    case .key(let key, let modifiers):
      switch bindings.action(for: key, modifiers) {
      case .send?: return enter(list)
      case .cancel?, .interrupt?, .attach?: return .closed
      case .complete?: return mark()
      case .deleteBack? where line.isEmpty, .left? where line.isEmpty: return leave(list)
      case .right? where line.isEmpty:
        if let selected, selected.entry.isFolder { go(to: path(of: selected), list) }
        return .open
      default: break
      }
    default: break
    }
    if let isAgain = position.handle(event, bindings: bindings, count: rows.count) {
      return isAgain ? enter(list) : .open
    }
    if line.handle(event, bindings: bindings) == .changed { filter(keeping: nil) }
    return .open
  }

  /// Into a folder, or the marked files are attached, otherwise the chosen one.
  private mutating func enter(_ list: (String) -> [PathEntry]) -> Outcome {
    if let selected, selected.entry.isFolder {
      go(to: path(of: selected), list)
      return .open
    }
    if !marked.isEmpty { return .attach(marked) }
    return selected.map { .attach([path(of: $0)]) } ?? .open
  }

  /// A slash behind a folder's name goes into it, a slash alone to the top.
  private mutating func slash(_ list: (String) -> [PathEntry]) -> Outcome {
    if line.isEmpty {
      go(to: "/", list)
    } else if let selected, selected.entry.isFolder {
      go(to: path(of: selected), list)
    }
    return .open
  }

  /// Out of the folder, which is chosen then.
  private mutating func leave(_ list: (String) -> [PathEntry]) -> Outcome {
    let parts = folder.split(separator: "/")
    guard !parts.isEmpty || folder.isEmpty else { return .open }
    let isRelative = !folder.hasPrefix("/")
    guard let name = parts.last, name != "..", name != "." else {
      go(to: folder.isEmpty || folder == "." ? ".." : folder + "/..", list)
      return .open
    }
    let parent = (isRelative ? "" : "/") + parts.dropLast().joined(separator: "/")
    go(to: parent, list)
    let place = rows.firstIndex { $0.entry.isFolder && $0.entry.name == name }
    position.select(place ?? 0, of: rows.count)
    return .open
  }

  /// Marks the chosen file, or no longer, and goes on to the next.
  private mutating func mark() -> Outcome {
    guard let selected, !selected.entry.isFolder else { return .open }
    let path = path(of: selected)
    if let place = marked.firstIndex(of: path) { marked.remove(at: place) } else { marked.append(path) }
    position.select(position.selected + 1, of: rows.count)
    return .open
  }

  private mutating func go(to folder: String, _ list: (String) -> [PathEntry]) {
    self.folder = folder
    line = LineInput()
    load(list)
  }

  // MARK: The list

  private mutating func load(_ list: (String) -> [PathEntry]) {
    all = list(folder).map(Row.init).sorted { first, second in
      if first.entry.isFolder != second.entry.isFolder { return first.entry.isFolder }
      return (first.key, first.entry.name) < (second.key, second.entry.name)
    }
    filter(keeping: nil)
  }

  /// Takes the rows that hold all words, those that begin with them first; hidden ones where they are asked for.
  private mutating func filter(keeping entry: PathEntry?) {
    let words = line.text.lowercased().split(separator: " ").map(String.init)
    let wantsHidden = showsHidden || words.first?.hasPrefix(".") ?? false
    let fitting = all.filter { row in
      (wantsHidden || !row.isHidden) && words.allSatisfy { row.key.contains($0) }
    }
    if let first = words.first {
      rows = fitting.filter { $0.key.hasPrefix(first) } + fitting.filter { !$0.key.hasPrefix(first) }
    } else {
      rows = fitting
    }
    position.select(entry.flatMap { entry in rows.firstIndex { $0.entry == entry } } ?? 0, of: rows.count)
  }

  /// What is to be said where no row is.
  var emptyText: String {
    if !line.isEmpty { return "no name here holds this" }
    if all.isEmpty { return "this folder is empty or cannot be read" }
    return "everything here is hidden; Alt-. shows it"
  }
}
