import Chat
import Testing

@testable import Interface

@Suite struct PathTests {
  private static let files: [String: FileStatus] = [
    "/tmp/a.png": .file(.picture), "/tmp/my shot.png": .file(.picture), "/tmp/B.PNG": .file(.picture),
    "/tmp/it's.png": .file(.picture), "/home/me/talk.wav": .file(.recording), "/tmp/dir": .folder,
    "/tmp/locked.png": .unreadable, "/tmp/tool.bin": .unknownFormat, "/mnt/c/Users/me/a b.png": .file(.picture),
    "/tmp/Screenshot at 3.45.12\u{202F}PM.png": .file(.picture), "/tmp/no\u{A0}break.png": .file(.picture),
    "/tmp/q\"q.png": .file(.picture), "/home/x/a.png": .file(.picture), "./here.txt": .file(.document),
  ]

  private func parse(_ paste: String) -> DroppedPaths {
    DroppedPaths.parse(paste, home: "/home/me") { Self.files[$0] ?? .missing }
  }

  @Test(arguments: [
    ("/tmp/a.png", ["/tmp/a.png"], ""), ("'/tmp/my shot.png'", ["/tmp/my shot.png"], ""),
    ("\"/tmp/my shot.png\"", ["/tmp/my shot.png"], ""), ("/tmp/my\\ shot.png ", ["/tmp/my shot.png"], ""),
    ("/tmp/my shot.png\n", ["/tmp/my shot.png"], ""), ("file:///tmp/my%20shot.png", ["/tmp/my shot.png"], ""),
    ("file://localhost/tmp/a.png", ["/tmp/a.png"], ""), ("file:/tmp/a.png", ["/tmp/a.png"], ""),
    ("~/talk.wav", ["/home/me/talk.wav"], ""), ("/tmp/B.PNG", ["/tmp/B.PNG"], ""),
    ("/tmp/a.png /tmp/B.PNG", ["/tmp/a.png", "/tmp/B.PNG"], ""),
    ("'/tmp/a.png' '/tmp/my shot.png'", ["/tmp/a.png", "/tmp/my shot.png"], ""),
    ("/tmp/a.png\n/tmp/my shot.png\n", ["/tmp/a.png", "/tmp/my shot.png"], ""),
    ("file:///tmp/a.png\r\nfile:///tmp/my%20shot.png\r\n", ["/tmp/a.png", "/tmp/my shot.png"], ""),
    ("/tmp/a.png what is this?", ["/tmp/a.png"], "what is this?"),
    ("/tmp/my shot.png what's this?", ["/tmp/my shot.png"], "what's this?"),
    ("'/tmp/my shot.png' why?", ["/tmp/my shot.png"], "why?"), ("/tmp/it's.png", ["/tmp/it's.png"], ""),
    ("'/tmp/it'\\''s.png'", ["/tmp/it's.png"], ""), ("/tmp/q\\\"q.png", ["/tmp/q\"q.png"], ""),
    ("/tmp/Screenshot at 3.45.12 PM.png", ["/tmp/Screenshot at 3.45.12\u{202F}PM.png"], ""),
    ("/tmp/Screenshot\\ at\\ 3.45.12\u{202F}PM.png", ["/tmp/Screenshot at 3.45.12\u{202F}PM.png"], ""),
    ("/tmp/my\u{202F}shot.png", ["/tmp/my shot.png"], ""), ("/tmp/no break.png", ["/tmp/no\u{A0}break.png"], ""),
    ("C:\\Users\\me\\a b.png", ["/mnt/c/Users/me/a b.png"], ""),
    ("\"C:\\Users\\me\\a b.png\"", ["/mnt/c/Users/me/a b.png"], ""),
    ("\\\\wsl$\\Ubuntu\\tmp\\a.png", ["/tmp/a.png"], ""), ("./here.txt", ["./here.txt"], ""),
  ])
  func everyFormOfADrop(_ paste: String, _ paths: [String], _ text: String) {
    let result = parse(paste)
    #expect(result.files.map(\.path) == paths && result.text == text && result.problems.isEmpty)
  }

  @Test(arguments: [
    "hello", "", " ", "a/b", "and /tmp/a.png", "// a comment", "/* code */ int a;", "/help me", "/", "~",
    "don't /tmp", "/tmp/dir is a folder", "'unclosed /tmp/a.png", "it/them said", "/usr/bin/env runs it",
  ])
  func textStaysText(_ paste: String) {
    #expect(parse(paste) == DroppedPaths(text: paste))
  }

  @Test(arguments: [
    ("/tmp/none.png", "/tmp/none.png", FileProblem.Reason.missing), ("/tmp/dir", "/tmp/dir", .folder),
    ("/tmp/locked.png", "/tmp/locked.png", .unreadable), ("'/tmp/tool.bin'", "/tmp/tool.bin", .unknownFormat),
    ("/tmp/a.png /tmp/none.png", "/tmp/none.png", .missing), ("/tmp/a.png\n/tmp/dir", "/tmp/dir", .folder),
    ("file:///tmp/none", "file:///tmp/none", .missing), ("/tmp/none.png why?", "/tmp/none.png", .missing),
    ("/tmp/none at 3.45 PM.png", "/tmp/none at 3.45 PM.png", .missing),
  ])
  func saysWhyNot(_ paste: String, _ path: String, _ reason: FileProblem.Reason) {
    #expect(parse(paste) == DroppedPaths(text: paste, problems: [FileProblem(path: path, reason: reason)]))
  }

  @Test func asksForFewPathsOnLongPastes() {
    nonisolated(unsafe) var asked = 0
    let text = "/a " + String(repeating: "b /c ", count: 10_000)
    let result = DroppedPaths.parse(text, home: "") { _ in
      asked += 1
      return .missing
    }
    #expect(result.text == text && asked <= 400)
  }

  @Test func knowsKindsByTheirEndings() {
    #expect(FileEnding.kind(of: "/a/Shot.PNG") == .picture)
    #expect(FileEnding.kind(of: "x.Mp3") == .recording)
    #expect(FileEnding.kind(of: "main.swift") == .document)
    #expect(FileEnding.kind(of: "Makefile") == nil && FileEnding.kind(of: "") == nil)
  }

  @Test(arguments: [
    ("/t", ["/tmp/"]), ("/tmp/m", ["/tmp/my\\ shot.png", "/tmp/some.txt"]), ("'/tmp/my", ["'/tmp/my shot.png'"]),
    ("~/ta", ["~/talk.wav"]), ("~", ["~/talk.wav"]),
    ("/tmp/.", ["/tmp/.hidden", "/tmp/some.txt", "/tmp/my\\ shot.png"]), ("/tmp/zzz", []),
    ("\"/tmp/so", ["\"/tmp/some.txt\"", "\"/tmp/my shot.png\""]),
  ])
  func completesPaths(_ typed: String, _ replacements: [String]) {
    let folders: [String: [PathEntry]] = [
      "/": [PathEntry("tmp", isFolder: true), PathEntry("usr", isFolder: true)],
      "/tmp/": [PathEntry("my shot.png"), PathEntry("some.txt"), PathEntry(".hidden")],
      "/home/me/": [PathEntry("talk.wav")],
    ]
    let found = PathCompletion.candidates(typed, home: "/home/me") { folders[$0] ?? [] }
    #expect(found.map(\.replacement) == replacements)
  }

  @Test func tabCompletesAPathInTheText() throws {
    var typist = Typist("see ")
    typist.context.list = { $0 == "/tmp/" ? [PathEntry("my shot.png")] : [] }
    typist.type("/tmp/m")
    try typist.press("tab")
    #expect(typist.text == "see /tmp/my\\ shot.png")
  }

  @Test func attachOffersFiles() throws {
    var typist = Typist()
    typist.context.list = { $0 == "/tmp/" ? [PathEntry("a.png"), PathEntry("b.png")] : [] }
    typist.type("/attach /tmp/")
    #expect(typist.composer.state == .choosing)
    try typist.press("down", "tab", "enter")
    #expect(typist.actions == [.command(.attach, argument: "/tmp/b.png")])
  }

  @Test func burstsAreToldFromTypingByTime() {
    var burst = BurstDetector()
    for key in 0..<10 { _ = burst.add(at: Double(key) * 0.2) }
    #expect(!burst.isBurst)
    for key in 0..<10 { _ = burst.add(at: 3 + Double(key) * 0.001) }
    #expect(burst.isBurst && !burst.isOver(at: 3.01) && burst.isOver(at: 3.1))
  }
}
