import Screen

@testable import Interface

/// Conversations to draw.
enum TranscriptSample {
  static let question = TranscriptMessage(
    id: "1", role: .user, text: "What is wrong here?", chips: [.init("Picture 1: ci.png", shortLabel: "1")],
    time: "14:02")

  static let answer = TranscriptMessage(
    id: "2", role: .assistant,
    text: """
      The linker does not find `libopenblas`. The runner lacks its development package:

      ```bash
      sudo apt-get install -y libopenblas-dev # as root
      ```

      1. Add it to the step before `swift build`
      2. Then **run** the workflow again
         - only the *first* job
         - [log](https://ci.example.org/1)
      """,
    thought: "The picture shows a **linker** error.\n\n- `-lopenblas` is missing", thoughtSeconds: 6,
    figures: "8.9 tok/s  0:12")

  static let everything = TranscriptMessage(
    id: "3", role: .assistant,
    text: """
      # Caching
      Some *slanted*, **heavy** and ~~wrong~~ words; 日本語の文章も折り返されます, and 👩‍👩‍👧 too.

      > A quote
      > > in a quote

      | step | seconds | what it does |
      |:-----|--------:|--------------|
      | restore | 3 | brings `.build` back from the cache, if the key is the same |
      | build | 141 | compiles what has changed |

      - [x] done
      - [ ] to do

      ---

      ```swift
      // A cache
      let key = "swift-\\(os)"\t// tab
      return try await restore(key, timeout: 30.5, from: Storage.shared, or: nil, retry: true)
      ```
      """, time: "14:03")

  static func transcript(_ messages: [TranscriptMessage], marks: DrawingMarks = .unicode) -> Transcript {
    var transcript = Transcript(marks: marks)
    transcript.replace(with: messages)
    return transcript
  }

  static func frame(_ transcript: inout Transcript, _ width: Int, _ height: Int) -> Frame {
    var frame = Frame(Size(width: width, height: height))
    transcript.render(into: &frame, rect: Rect(x: 0, y: 0, width: width, height: height))
    return frame
  }

  /// A conversation of many messages.
  static func long(_ count: Int, bytes: Int = 2000) -> [TranscriptMessage] {
    let text = String(repeating: "Some **words** about `things` that go on.\n\n- one\n- two\n\n", count: bytes / 58)
    return (0..<count).map {
      TranscriptMessage(id: "m\($0)", role: $0 % 2 == 0 ? .user : .assistant, text: "Number \($0). " + text)
    }
  }
}
