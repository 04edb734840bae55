/// What can go wrong with what is kept on the disk.
///
/// None of these ends a conversation: what could not be written stays in memory and is written with the next line.
public enum StoreError: Error, Equatable, Sendable {
  /// There is no folder to keep anything in.
  case noHome
  case notWritten(path: String, errorNumber: Int32)
  case notRead(path: String, errorNumber: Int32)
  case tooLong(path: String, bytes: Int, limit: Int)
  /// Another instance of the program has the conversation open.
  case inUse(title: String)
  case missing(id: String)
  /// The file was taken away while the conversation was open.
  case vanished(path: String)
  /// A newer version of the program wrote the file.
  case newerFormat(path: String, found: Int)
  case nothingToUndo
  case noSuchMessage(Int)
  case attachment(AttachmentError)
  /// The file is not what it was when it was attached.
  case changed(path: String)
}
