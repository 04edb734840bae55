import Chat
import Foundation

/// The digest of a file's content as hexadecimal digits.
enum SHA256Hex {
  static func of(_ data: Data) -> String { SHA256.hex(of: [UInt8](data)) }
}
