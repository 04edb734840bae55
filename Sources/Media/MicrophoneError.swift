import Foundation

/// What can be wrong with the microphone; the first value is the device's name.
public enum MicrophoneError: Error, Equatable, Sendable {
  case missing(String)
  case busy(String)
  case forbidden(String)
  /// It went away while it was recorded from.
  case unplugged(String)
  /// It gives sound in a way that is not understood; what was asked for in vain.
  case unsupported(String, detail: String)
  /// It is open and gives nothing.
  case mute(String, seconds: Double)
  /// The sound server behind the device does not answer.
  case noServer(String)
  case failed(String, errorNumber: Int32)
}

extension MicrophoneError: CustomStringConvertible {
  /// One sentence that says what is wrong and what to do.
  public var description: String {
    switch self {
    case .missing("default"):
      "There is no microphone; connect one, or choose another device: facet devices lists them."
    case .missing(let device):
      "There is no microphone '\(device)'; connect it, or choose another: facet devices lists them."
    case .busy(let device):
      "The microphone '\(device)' is busy; end the program that records from it, or choose 'default'."
    case .forbidden(let device):
      "The microphone '\(device)' may not be used; join the group audio: sudo usermod -aG audio $USER, then log in again."
    case .unplugged(let device):
      "The microphone '\(device)' went away while recording; connect it again. What was heard before is kept."
    case .unsupported(let device, let detail):
      "The microphone '\(device)' cannot be used as it is (\(detail)); put plug in front of its name: plug\(device)."
    case .mute(let device, let seconds):
      "The microphone '\(device)' has given no sound for \(Int(seconds)) seconds; check its switch, or choose another device."
    case .noServer(let device):
      "The sound server behind '\(device)' does not answer; start it, or choose a device such as plughw:0."
    case .failed(let device, let errorNumber):
      "The microphone '\(device)' failed (\(String(cString: strerror(errorNumber)).lowercased())); try again or choose another device."
    }
  }

  /// The error for a number that ALSA gave, without its sign.
  init(_ errorNumber: Int32, device: String, whileRecording: Bool = false) {
    self =
      switch errorNumber {
      case _ where whileRecording && [ENODEV, EBADFD, ENOTTY, EIO, ESHUTDOWN].contains(errorNumber): .unplugged(device)
      case ENOENT, ENODEV, ENXIO: .missing(device)
      case EBUSY, EAGAIN: .busy(device)
      case EACCES, EPERM: .forbidden(device)
      case ECONNREFUSED, EHOSTDOWN, ETIMEDOUT: .noServer(device)
      default: .failed(device, errorNumber: errorNumber)
      }
  }
}
