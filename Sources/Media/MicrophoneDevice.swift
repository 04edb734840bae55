import CAlsa
import Foundation

/// A device that can be recorded from.
public struct MicrophoneDevice: Sendable, Equatable {
  /// The name by which it is opened.
  public let name: String
  /// What it is, one line; empty when the system does not say.
  public let description: String

  /// A device by its name.
  public init(name: String, description: String) {
    (self.name, self.description) = (name, description)
  }
}

extension Microphone {
  /// The devices of this machine, `default` first; none where there is no sound.
  public static func devices() -> [MicrophoneDevice] {
    facet_alsa_silence()
    var hints: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
    guard snd_device_name_hint(-1, "pcm", &hints) >= 0, let hints else { return [] }
    defer { snd_device_name_free_hint(hints) }
    var devices: [MicrophoneDevice] = []
    var place = hints
    while let hint = place.pointee {
      place += 1
      // Without a direction it goes both ways; "null" is silence.
      guard let name = text(hint, "NAME"), name != "null", text(hint, "IOID") ?? "Input" == "Input" else { continue }
      let words = (text(hint, "DESC") ?? "").split(whereSeparator: \.isNewline).joined(separator: ", ")
      devices.append(MicrophoneDevice(name: name, description: words))
    }
    // Stable: the rest stays in the system's order, cards by their number.
    return devices.filter { $0.name == "default" } + devices.filter { $0.name != "default" }
  }

  private static func text(_ hint: UnsafeMutableRawPointer, _ key: String) -> String? {
    guard let text = snd_device_name_get_hint(hint, key) else { return nil }
    defer { free(text) }
    return String(cString: text)
  }
}
