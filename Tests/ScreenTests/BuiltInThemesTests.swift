import Foundation
import Screen
import Testing

@Suite struct BuiltInThemesTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("themes").path

  @Test func everyThemeOfTheTreeIsBuiltIn() throws {
    let alone = ThemeLibrary(folders: [])
    let tree = ThemeLibrary(folders: [Self.folder])
    #expect(alone.names == tree.names)
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder)
    #expect(files.count == alone.names.count)
    for name in alone.names {
      let (ours, theirs) = (try alone.theme(named: name), try tree.theme(named: name))
      #expect(ours == theirs)
    }
  }

  @Test func aThemeOfThePersonsOwnWinsOverTheOneBuiltIn() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("themes-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let text = "{name: 'dark', roles: {you: {foreground: '#010203'}}}"
    try Data(text.utf8).write(to: folder.appendingPathComponent("dark.json5"))
    let theme = try ThemeLibrary(folders: [folder.path]).theme(named: "dark")
    #expect(theme.look(of: .you).foreground == .rgb(Color(1, 2, 3)))
  }
}
