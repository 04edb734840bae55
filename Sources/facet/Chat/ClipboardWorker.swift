import Foundation
import Interface
import Media

/// The clipboard, behind the screen: the programs for it may take their time.
final class ClipboardWorker: Sendable {
  private let clipboard: Clipboard
  private let folder: String
  private let mailbox: Mailbox
  private let queue = DispatchQueue(label: "facet.clipboard")

  init(_ clipboard: Clipboard, folder: String, mailbox: Mailbox) {
    (self.clipboard, self.folder, self.mailbox) = (clipboard, folder, mailbox)
  }

  /// Puts a text there: through a program where there is a desktop, or tmux, otherwise by asking the terminal.
  func copy(_ text: String, name: String) {
    queue.async { [clipboard, mailbox] in
      do throws(ConversionError) {
        switch try clipboard.copy(text) {
        case .desktop: mailbox.post(.note("copied \(name)"))
        case .tmux: mailbox.post(.note("copied \(name) into tmux, and to the clipboard if the terminal allows it"))
        }
      } catch {
        let sequence = Clipboard.terminalSequence(copying: text)
        mailbox.run { chat in
          if let sequence, chat.send(terminalSequence: sequence) {
            chat.happen(.note("copied \(name), if the terminal allows it"))
          } else {
            chat.happen(.problem("\(error)"))
          }
        }
      }
    }
  }

  /// Calls `done` when all that was asked for before is done.
  func afterwards(_ done: @escaping @Sendable () -> Void) { queue.async(execute: done) }

  /// Takes a picture, otherwise text.
  func paste() {
    queue.async { [clipboard, mailbox, folder] in
      do throws(ConversionError) {
        if let picture = try? clipboard.picture() {
          let path = "\(folder)/clipboard-\(UInt32.random(in: 0...UInt32.max)).png"
          try? Data(picture).write(to: URL(fileURLWithPath: path))
          mailbox.post(.pastedFile(path: path))
        } else {
          mailbox.post(.pasted(try clipboard.text()))
        }
      } catch {
        mailbox.post(.problem("\(error)"))
      }
    }
  }
}
