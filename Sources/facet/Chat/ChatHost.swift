import Interface
import Screen

/// Who runs the chat on the main thread, on the whole screen or line by line: what the workers need of it.
@MainActor
protocol ChatHost: AnyObject {
  /// Takes in what happened and does what follows from it.
  func happen(_ event: ChatEvent)
  /// Gives a picture to the terminal under a number; false where that shows none by itself.
  func show(picture number: Int, _ pixels: PixelData, size: Size) -> Bool
  /// Sends a control sequence to the terminal; false where none may be sent.
  func send(terminalSequence: [UInt8]) -> Bool
  /// A recording is over.
  func recordingEnded()
}

extension FullScreenChat: ChatHost {
  func show(picture number: Int, _ pixels: PixelData, size: Size) -> Bool {
    session.transmit(picture: number, rgb: pixels.rgb, width: pixels.width, height: pixels.height, size: size)
  }

  func send(terminalSequence: [UInt8]) -> Bool {
    session.send(terminalSequence)
    return true
  }
}
