import Chat
import Screen

/// Push to talk.
extension ChatState {
  /// The record key, or the command.
  mutating func toggleRecording(_ world: ChatWorld) -> [Effect] {
    if recording != nil { return endRecording() }
    if let readOnly {
      say(readOnly.description, isError: true, world)
      return []
    }
    if let refusal = refusal(of: .recording) {
      say(refusal, isError: true, world)
      return []
    }
    recording = RunningRecording(start: world.time, sends: settings.configuration.autoSend)
    focus = .composer
    transcript.select(nil)
    return stopReply() + [.record]
  }

  /// Closes the recording; what was heard becomes a chip.
  mutating func endRecording() -> [Effect] {
    guard recording != nil, recording?.isStopping == false else { return [] }
    recording?.isStopping = true
    return [.stopRecording]
  }

  /// Ends the recording and keeps nothing.
  mutating func dropRecording(_ world: ChatWorld) -> [Effect] {
    guard recording != nil else { return [] }
    recording?.isStopping = true
    recording?.sends = false
    recording?.growing = nil
    say("the recording was dropped", world)
    return [.discardRecording]
  }

  mutating func recorded(_ event: RecordingEvent, _ world: ChatWorld) -> [Effect] {
    guard recording != nil else { return [] }
    switch event {
    case .started:
      recording?.isStarted = true
    case .level(let level, let seconds):
      recording?.isStarted = true
      recording?.seconds = seconds
      recording?.levels.append(level)
      if let count = recording?.levels.count, count > 64 { recording?.levels.removeFirst(count - 64) }
    case .growing(let attachment, let seconds):
      recording?.growing = attachment
      recording?.pendingHeard = seconds
      reading.dueAt = world.time
    case .clip(let facts):
      recording?.growing = nil
      recording?.clips += 1
      recording?.seconds = 0
      insert(facts)
      noteTyping(world)
      // What is sent in a moment is read then, in one go with the end of its turn.
      if recording.map({ $0.sends && $0.isStopping }) != true { reading.dueAt = world.time }
    case .dropped(let sentence):
      // The rest behind the last whole clip says nothing about those before it.
      if recording?.clips == 0 { say(sentence, world) }
    case .failed(let sentence):
      recording?.sends = false
      say(sentence, isError: true, world)
    case .ended:
      let sends = recording.map { $0.sends && $0.clips > 0 } ?? false
      recording = nil
      if sends { return send(world) }
    }
    return []
  }

  /// Sends what stands in the composer, as Enter does.
  private mutating func send(_ world: ChatWorld) -> [Effect] {
    perform(composer.handle(.key(.enter, []), context: context(world)), world)
  }
}
