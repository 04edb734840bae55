import Chat

/// Testing has an `Attachment` too; in these tests it is Chat's.
typealias Attachment = Chat.Attachment
