import Chat
import Media

/// The microphones.
struct SoundSection: DoctorSection, Equatable {
  var devices: [MicrophoneDevice]
  /// The one that the configuration names.
  var configured: String
  /// How loud it is; nil where nobody asked for a test.
  var level: LevelTest?

  /// Looks for devices and, where that was asked for, listens to the configured one for two seconds.
  static func current(device: String, isListening: Bool, _ surroundings: Surroundings) async -> SoundSection {
    var section = SoundSection(devices: Microphone.devices(), configured: device)
    guard isListening else { return section }
    if surroundings.errors.isTerminal { surroundings.note("listening for two seconds: say something") }
    section.level = await LevelTest.run(device: device)
    return section
  }

  let title = "Sound"
  let key = "sound"

  var rows: [DoctorRow] {
    var rows = [DoctorRow("microphone", configured)]
    if devices.isEmpty { rows.append(DoctorRow("devices", "none")) }
    for (index, device) in devices.enumerated() {
      let description = device.description.isEmpty ? "" : ": \(device.description)"
      rows.append(DoctorRow(index == 0 ? "devices" : "", device.name + description))
    }
    switch level {
    case nil where devices.isEmpty: break
    case nil: rows.append(DoctorRow("level", "not tested; facet doctor --listen listens for two seconds"))
    case .heard(let level)?: rows.append(DoctorRow("level", level.words))
    case .failed?: rows.append(DoctorRow("level", "cannot be tested, see below"))
    }
    return rows
  }

  var json: JSONValue {
    [
      "device": .string(configured),
      "devices": .array(
        devices.map { ["name": .string($0.name), "description": .string($0.description)] }),
      "level": levelJSON,
    ]
  }

  private var levelJSON: JSONValue {
    guard case .heard(let level)? = level else { return nil }
    // Silence has no number.
    func number(_ level: Double) -> JSONValue { level.isFinite ? .number(level) : nil }
    return [
      "loudest_db": number(level.loudest), "quietest_db": number(level.quietest), "clipped": .number(level.clipped),
      "verdict": .string(level.verdict.rawValue),
    ]
  }

  var findings: [DoctorFinding] {
    if let level { return level.findings }
    return devices.isEmpty
      ? [.advice("there is no device to record from, so nothing can be spoken; connect a microphone")] : []
  }
}
