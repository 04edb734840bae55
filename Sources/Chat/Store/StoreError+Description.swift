import Foundation

// Every sentence about an error of the store is made here.

extension StoreError: CustomStringConvertible {
  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .noHome:
      "there is no folder for conversations: neither XDG_DATA_HOME nor HOME names one; set HOME, until then nothing is saved"
    case .notWritten(let path, let errorNumber):
      switch errorNumber {
      case ENOSPC, EDQUOT:
        "not saved, the disk is full: free some space; until then it is kept in memory (\(path))"
      case EROFS:
        "not saved, the disk is read-only: set XDG_DATA_HOME to a folder that can be written (\(path))"
      case EACCES, EPERM:
        "not saved, permission denied: make the folder writable or set XDG_DATA_HOME to another (\(path))"
      case ENOENT, ENOTDIR:
        "not saved, its folder cannot be made: set XDG_DATA_HOME to one that can be written (\(path))"
      default:
        "not saved, \(Self.words(errorNumber)): what is open is kept in memory and saved later (\(path))"
      }
    case .notRead(let path, let errorNumber):
      "\(path): cannot be read (\(Self.words(errorNumber))); check the path and its permissions"
    case .tooLong(let path, let bytes, let limit):
      "\(path): \(bytes >> 20) MB are more than the \(limit >> 20) MB that are read; move the file away"
    case .inUse(let title):
      "“\(title)” is open in another facet; it can be read here, and /fork makes a copy to go on with"
    case .missing(let id):
      "there is no conversation “\(id)”; it may have been deleted"
    case .vanished(let path):
      "\(path): the file was taken away while the conversation was open; /fork saves it under another name"
    case .newerFormat(let path, let found):
      """
      \(path): written by a newer facet (format \(found), this one knows \(ConversationHeader.currentFormat)); \
      it can be read here, and /fork makes a copy to go on with
      """
    case .nothingToUndo:
      "there is no deletion to undo"
    case .noSuchMessage(let number):
      "the conversation has no message \(number)"
    case .attachment(let error):
      error.description
    case .changed(let path):
      "\(path): the file has changed since it was attached; attach it again"
    }
  }

  private static func words(_ errorNumber: Int32) -> String {
    String(cString: strerror(errorNumber)).lowercased()
  }
}
