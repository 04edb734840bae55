import Chat
import Foundation
import Interface
import Screen
import Synchronization

/// Reads files behind the screen.
final class AttachmentWorker: Sendable {
  private let loader: Mutex<AttachmentLoader>
  private let mailbox: Mailbox
  private let queue = DispatchQueue(label: "facet.attachments", attributes: .concurrent)

  init(_ loader: AttachmentLoader, mailbox: Mailbox) {
    self.loader = Mutex(loader)
    self.mailbox = mailbox
  }

  /// From now on tells what pictures take with a model that takes so many tokens of one at most.
  func use(largestBudget: Int?) { loader.withLock { $0.largestBudget = largestBudget } }

  func perform(_ effect: Effect) {
    let loader = loader.withLock { $0 }
    queue.async { [mailbox] in
      do {
        switch effect {
        case .attach(let chip, let path, let pages):
          do {
            mailbox.post(.attached(chip: chip, try loader.load(path: path, pages: pages)))
          } catch {
            mailbox.post(.notAttached(chip: chip, Failure(error).sentence))
          }
        case .inspect(let attachment):
          do {
            mailbox.post(.facts(id: attachment.id, try loader.facts(of: attachment)))
          } catch {
            mailbox.post(.noFacts(id: attachment.id, Failure(error).sentence))
          }
        case .loadPicture(let attachment):
          mailbox.post(.picture(id: attachment.id, try loader.pixels(of: attachment, side: 1600)))
        case .transmit(let attachment, let number, let size):
          // More pixels than the cells have would only take longer on the way.
          let side = min(1600, max(16 * size.width, 32 * size.height))
          let pixels = try loader.pixels(of: attachment, side: side)
          mailbox.run { chat in
            guard chat.show(picture: number, pixels, size: size) else { return }
            chat.happen(.transmitted(id: attachment.id, number: number, size))
          }
        default: break
        }
      } catch {
        mailbox.post(.problem(Failure(error).sentence))
      }
    }
  }
}
