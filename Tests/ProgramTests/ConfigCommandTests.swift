import Foundation
import Media
import Testing

@testable import facet

@Suite struct ConfigCommandTests {
  @Test func theConfigurationOfThePersonCountsAndThatOfTheCurrentFolderDoesNot() async throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: folder.path + "/facet", withIntermediateDirectories: true)
    try folder.write(Data("{\n  mouse: true,\n  thme: 1 }".utf8), named: "facet/config.json5")
    let result = try await BuiltProgram.run(["config"], environment: ["XDG_CONFIG_HOME": folder.path])
    #expect(result.status == 0)
    #expect(result.output.contains("(line 2)\n  mouse: true,\n"))
    #expect(result.errors.contains("line 3: there is no key “thme”; did you mean “theme”?"))
    let relative = try await BuiltProgram.run(["config"], environment: ["XDG_CONFIG_HOME": ".", "HOME": folder.path])
    #expect(relative.output.contains("(default)\n  mouse: false,\n"))
  }

  @Test func devicesAreListedBelowEachOtherAndSafe() {
    let devices = [
      MicrophoneDevice(name: "default", description: "Sound\u{1B}[2J"),
      MicrophoneDevice(name: "hw:1,0", description: ""),
    ]
    #expect(DevicesCommand.lines(devices) == ["default  Sound␛[2J", "hw:1,0"])
  }
}
