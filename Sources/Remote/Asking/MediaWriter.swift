import Chat
import Foundation
import Media

/// Writes pictures and recordings in OpenAI's chat format, their bytes within the text.
enum MediaWriter {
  /// A picture as a `data:` address, PNG or JPEG; a recording as WAV of 16,000 samples a second.
  ///
  /// - Throws: `MediaError`.
  static func value(of attachment: Attachment) throws -> JSONValue {
    switch attachment.kind {
    case .picture:
      let picture = try PortablePicture(path: attachment.path)
      let address = "data:\(picture.mediaType);base64,\(Data(picture.bytes).base64EncodedString())"
      return ["type": "image_url", "image_url": ["url": .string(address)]]
    case .recording:
      let sound = try WaveWriter.bytes(of: SoundReader.read(path: attachment.path))
      return [
        "type": "input_audio", "input_audio": ["data": .string(Data(sound).base64EncodedString()), "format": "wav"],
      ]
    case .document: return ["type": "text", "text": .string(DocumentText.block(of: attachment) ?? "")]
    }
  }
}
