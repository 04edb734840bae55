import Chat
import Screen

/// The line at the bottom: what is being done, how far it is and how long it still takes; at the right the keys for it.
struct StatusLine {
  private struct Piece {
    var text: String
    var style: Style
  }

  private let pieces: [Piece]
  private let middle: String
  /// The keys for it, then the same in shorter words for less room.
  private let keys: [String]
  private let isASCII: Bool

  init(_ state: ChatState) {
    isASCII = state.isASCII
    let bindings = Keys(state)
    let keys: String
    if let recording = state.recording {
      (pieces, middle) = (Self.recording(recording, state), "")
      keys = "Enter keep   Esc drop"
    } else if state.focus == .transcript, state.layers.isEmpty {
      pieces = [Piece(text: "selected", style: Style(.accent))]
      middle = ""
      keys = Self.transcriptKeys(state)
    } else if let notice = state.notice, state.reply == nil || state.now - notice.begin < 6 {
      // Beside a reply what it is doing comes back before long.
      pieces = [Piece(text: notice.text, style: Style(notice.isError ? .error : .text))]
      middle = ""
      keys =
        notice.isError && TextWidth.of(notice.text) > state.shown.size.width - 2
        ? "\(state.key(.messages)) all of it" : ""
    } else if let reply = state.reply {
      (pieces, middle) = Self.reply(reply, state)
      let stop = reply.isStopping ? "stopping" : "stop"
      // Further up Esc goes back to the end first.
      keys =
        state.transcript.isFollowing
        ? "Esc \(stop)   \(bindings.help) keys" : "Esc back   \(state.key(.interrupt)) \(stop)"
    } else if case .loading = state.model, let server = state.settings.server {
      pieces = [Piece(text: "asking \(server.name) for its models", style: Style(.accent))]
      middle = ""
      keys = "\(bindings.help) keys"
    } else if case .loading(let left) = state.model {
      pieces = Self.progress("loading", left.share, left.seconds(at: state.now), state)
      middle = ""
      keys = "\(bindings.help) keys"
    } else if state.reading.isReading, let progress = state.reading.progress {
      let share = Double(progress.done) / Double(max(1, progress.total))
      pieces = Self.progress(
        "reading ahead \(Quantity.count(progress.done))/\(Quantity.count(progress.total))", share,
        state.reading.left.seconds(at: state.now), state)
      middle = ""
      keys = "\(bindings.help) keys"
    } else {
      (pieces, middle) = Self.idle(state)
      keys = "\(bindings.help) keys"
    }
    self.keys = Self.attachmentKeys(state) ?? [keys]
  }

  /// The keys of the attachments, while they have them.
  private static func attachmentKeys(_ state: ChatState) -> [String]? {
    if let top = state.layers.last {
      if case .viewer(let viewer) = top { return viewer.keyHints(isASCII: state.isASCII) }
      return nil
    }
    return state.focus == .pane && state.recording == nil ? state.pane.keyHints : nil
  }

  private struct Keys {
    let help: String
    init(_ state: ChatState) { help = state.key(.help) }
  }

  /// The keys for what is selected, as many as there is room for.
  private static func transcriptKeys(_ state: ChatState) -> String {
    let wide = state.transcript.isWide ? [(state.isASCII ? "Left Right" : "← →") + " more"] : []
    let keys = ["y copy"] + wide + ["e edit", "r again", "f fork", "d delete", "Tab code", "t thought", "Esc back"]
    return keys.joined(separator: "   ")
  }

  // MARK: What is said

  private static func idle(_ state: ChatState) -> ([Piece], String) {
    if let unsaved = state.unsaved { return ([Piece(text: unsaved, style: Style(.warning))], "") }
    if state.record == nil { return ([Piece(text: "opening the conversation", style: Style(.dim))], "") }
    if !state.outbox.isEmpty { return ([Piece(text: "waiting for a file to be read", style: Style(.dim))], "") }
    if case .failed(let sentence) = state.model { return ([Piece(text: sentence, style: Style(.error))], "") }
    if state.playing != nil { return ([Piece(text: "playing", style: Style(.accent))], "") }
    if state.readOnly != nil { return ([Piece(text: "read only", style: Style(.warning))], "") }
    var text = state.settings.configuration.editing == .vi ? state.composer.viMode : "ready"
    if case .absent = state.model { text = "no model" }
    if let facts = state.model.facts, facts.isGuide { text += "   \(facts.name)" }
    if let server = state.settings.server, state.editing == nil {
      let style = Style(server.isThisMachine ? .dim : .warning)
      return ([Piece(text: text, style: Style(.dim)), Piece(text: server.short, style: style)], "")
    }
    if let progress = state.reading.progress, progress.total > 0 {
      text += "   read \(Quantity.count(progress.done))/\(Quantity.count(progress.total))"
    }
    if state.editing != nil { text = "changing a message   Enter sends it again" }
    return ([Piece(text: text, style: Style(.dim))], "")
  }

  private static func reply(_ reply: RunningReply, _ state: ChatState) -> ([Piece], String) {
    let rate = reply.rate.map { "\(Quantity.rate($0)) tok/s" } ?? ""
    switch reply.phase {
    case .waiting:
      if let server = state.settings.server {
        let seconds = Quantity.clock(state.now - reply.start)
        return ([Piece(text: "waiting for \(server.name)  \(seconds)", style: Style(.accent))], "")
      }
      if case .loading(let left) = state.model {
        return (progress("loading", left.share, left.seconds(at: state.now), state), "")
      }
      if case .failed(let sentence) = state.model { return ([Piece(text: sentence, style: Style(.error))], "") }
      // What was read ahead is read to its end first.
      if state.reading.isReading, let read = state.reading.progress {
        let share = Double(read.done) / Double(max(1, read.total))
        let text = "reading \(Quantity.count(read.total)) tokens"
        return (progress(text, share, state.reading.left.seconds(at: state.now), state), "")
      }
      return ([Piece(text: "beginning", style: Style(.accent))], "")
    case .reading(let done, let total):
      let share = Double(done) / Double(max(1, total))
      return (
        progress("reading \(Quantity.count(total)) tokens", share, reply.left.seconds(at: state.now), state), ""
      )
    case .thinking:
      let seconds = state.now - (reply.thoughtStart ?? reply.start)
      return ([Piece(text: "thinking  \(Quantity.clock(seconds))", style: Style(.accent))], rate)
    case .writing:
      return ([Piece(text: "writing", style: Style(.accent))], rate)
    }
  }

  private static func progress(_ what: String, _ share: Double, _ left: Double?, _ state: ChatState) -> [Piece] {
    let width = state.shown.size.width
    let bar = width >= 60 ? 14 : 8
    var pieces = [Piece(text: width >= 60 ? what : String(what.prefix { $0 != " " }), style: Style(.accent))]
    if width >= 30 {
      pieces.append(
        Piece(text: ProgressBar.text(share, width: bar, isASCII: state.isASCII).string, style: Style(.accent)))
    }
    pieces.append(Piece(text: Quantity.percent(share), style: Style(.text)))
    if let left { pieces.append(Piece(text: Quantity.wait(left), style: Style(.dim))) }
    return pieces
  }

  private static func recording(_ recording: RunningRecording, _ state: ChatState) -> [Piece] {
    let width = state.shown.size.width
    let count = width >= 80 ? 12 : width >= 40 ? 6 : 3
    let levels = (Array(repeating: 0, count: count) + recording.levels).suffix(count).map { level in
      // The root makes quiet speech visible.
      LevelBars.mark(level.isFinite ? max(0, level).squareRoot() : 0, isASCII: state.isASCII)
    }
    var pieces = [
      Piece(
        text: (state.isASCII ? "* " : "● ") + "REC \(Quantity.clock(recording.seconds))",
        style: Style(.recording, .bold)),
      Piece(text: levels.joined(), style: Style(.recording)),
    ]
    guard recording.isStarted else {
      pieces.append(Piece(text: "opening the microphone", style: Style(.dim)))
      return pieces
    }
    let left = Int(max(0, RunningRecording.limit - recording.seconds).rounded(.up))
    if width >= 30 { pieces.append(Piece(text: "\(left) s left", style: Style(left <= 5 ? .warning : .text))) }
    if width >= 60, let heard = recording.heard {
      pieces.append(Piece(text: "heard \(Int(heard)) s", style: Style(.dim)))
    }
    return pieces
  }

  // MARK: Drawing

  func render(into frame: inout Frame, rect: Rect) {
    var x = rect.minX + 1
    for piece in pieces {
      let text = Quantity.cut(piece.text, columns: rect.maxX - x - 1, isASCII: isASCII)
      guard !text.isEmpty else { break }
      x += frame.put(SafeText(oneLine: text), at: Point(x: x, y: rect.minY), piece.style, clip: rect) + 2
    }
    var end = rect.maxX - 1
    let fitting = keys.first { end - TextWidth.of($0) >= x }
    let keys = fitting ?? LayerFrame.fitting(keys.last ?? "", columns: end - x)
    if !keys.isEmpty {
      end -= TextWidth.of(keys)
      frame.put(SafeText(oneLine: keys), at: Point(x: end, y: rect.minY), Style(.dim), clip: rect)
    }
    let middleWidth = TextWidth.of(middle)
    let place = max(x, min(rect.minX + (rect.width - middleWidth) / 2, end - 2 - middleWidth))
    if middleWidth > 0, place + middleWidth + 2 <= end {
      frame.put(SafeText(oneLine: middle), at: Point(x: place, y: rect.minY), Style(.dim), clip: rect)
    }
  }
}
