import Chat
import Media

/// The microphones.
struct SoundSection: DoctorSection, Equatable {
  var devices: [MicrophoneDevice]
  /// The one that the configuration names.
  var configured: String

  static func current(device: String) -> SoundSection {
    SoundSection(devices: Microphone.devices(), configured: device)
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
    return rows
  }

  var json: JSONValue {
    [
      "device": .string(configured),
      "devices": .array(
        devices.map { ["name": .string($0.name), "description": .string($0.description)] }),
    ]
  }

  var findings: [DoctorFinding] {
    devices.isEmpty
      ? [.advice("there is no device to record from, so nothing can be spoken; connect a microphone")] : []
  }
}
