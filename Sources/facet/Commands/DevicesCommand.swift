import Chat
import Media
import Screen

/// `facet devices`: the microphones of this machine.
enum DevicesCommand {
  static func run(_ arguments: ParsedArguments, _ surroundings: Surroundings) throws {
    let devices = Microphone.devices()
    if arguments.has(.json) {
      let list = devices.map { device -> JSONValue in
        ["name": .string(device.name), "description": .string(device.description)]
      }
      try surroundings.print(JSONValue.array(list).text + "\n")
    } else {
      try ByteOutput.standard.write(lines(devices).map { $0 + "\n" }.joined())
      if devices.isEmpty { surroundings.note("there is no device to record from; connect a microphone") }
    }
  }

  /// The names, each with what the system says of it.
  static func lines(_ devices: [MicrophoneDevice]) -> [String] {
    let width = min(40, devices.map(\.name.count).max() ?? 0)
    return devices.map { device in
      // Names come from the configuration of the sound system, which anybody may have written.
      let name = SafeText(oneLine: device.name).string
      let description = SafeText(oneLine: device.description).string
      let pad = String(repeating: " ", count: max(0, width - name.count) + 2)
      return description.isEmpty ? name : name + pad + description
    }
  }
}
