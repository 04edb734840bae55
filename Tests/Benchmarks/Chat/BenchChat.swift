import Chat
import Foundation
import Interface
import Screen
import Terminal

/// Measures the chat with a conversation of 10,000 messages on a terminal of 200×50: opening it, and the time from a key to the painted frame while
/// a reply streams at 50 tokens a second; and the time from the start of the program to its first frame.
///
///     swift build -c release && .build/release/bench-chat [SECONDS]
@main
struct BenchChat {
  static func main() async throws {
    let seconds = Swift.CommandLine.arguments.dropFirst().first.flatMap { Double($0) } ?? 10
    let folder = NSTemporaryDirectory() + "facet-bench-\(ProcessInfo.processInfo.processIdentifier)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (id, bytes) = try await LongConversation.make(in: ConversationStore(folder: folder))
    print("\(LongConversation.messages) messages, \(bytes / 1_000_000) MB of text")

    // Another process than the one that wrote it opens it, so nothing is warm but the disk's cache.
    let store = ConversationStore(folder: folder)
    let start = ContinuousClock.now
    let opened = try await store.open(id)
    let screen = try BenchScreen(Size(width: 200, height: 50))
    defer { screen.session.close() }
    screen.happen(.opened(opened, draft: nil))
    screen.paint()
    let open = ContinuousClock.now - start
    print("open to the painted frame          \(open)")

    screen.happen(.modelReady(ModelFacts(name: "none", context: 32_768, hasProjector: false)))
    for character in "next" { screen.happen(.input(.text(String(character)))) }
    screen.happen(.input(.key(.enter, [])))
    try stream(on: screen, seconds: seconds)
    if let started = try FirstFrame.measure(times: 10) { print(started.line("start to the first frame")) }
    print("memory                             \(status("VmRSS") / 1024) MB, at most \(status("VmHWM") / 1024) MB")
  }

  /// Streams a reply in real time and presses keys meanwhile.
  private static func stream(on screen: BenchScreen, seconds: Double) throws {
    var typed = Samples()
    var scrolled = Samples()
    var streamed = Samples()
    let pieces = [
      "The ", "linker ", "`finds` ", "**it** ", "now.\n", "\n- and ", "then\n", "```swift\nlet x = 1\n```\n", "漢字 ",
    ]
    let message = LongConversation.messages + 2
    let start = ContinuousClock.now
    var nextToken = 0.0
    var nextKey = 0.0
    var tokens = 0
    var keys = 0
    while true {
      let now = elapsed(start)
      if now >= seconds { break }
      if now >= nextToken {
        let piece = pieces[tokens % pieces.count]
        streamed.add(
          milliseconds {
            screen.happen(.reply(message: message, .answer(piece)))
            screen.paint()
          })
        tokens += 1
        nextToken += 1 / 50
      } else if now >= nextKey {
        let isScroll = keys % 4 == 3
        let event: InputEvent =
          isScroll ? .key(keys % 8 == 3 ? .pageUp : .pageDown, []) : .text(["a", "b ", "c"][keys % 3])
        let taken = milliseconds {
          screen.happen(.input(event))
          screen.paint()
        }
        if isScroll { scrolled.add(taken) } else { typed.add(taken) }
        keys += 1
        nextKey += 1 / 17
      } else {
        usleep(500)
      }
    }
    print(typed.line("key to frame, typing"))
    print(scrolled.line("key to frame, scrolling"))
    print(streamed.line("token to frame"))
  }

  private static func elapsed(_ start: ContinuousClock.Instant) -> Double {
    let taken = ContinuousClock.now - start
    return Double(taken.components.seconds) + Double(taken.components.attoseconds) * 1e-18
  }
}
