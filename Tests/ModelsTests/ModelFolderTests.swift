import Testing

@testable import Models

@Suite struct ModelFolderTests {
  @Test(
    arguments: [
      (["XDG_DATA_HOME": "/data", "HOME": "/home/ada"], "/data/facet/models"),
      (["XDG_DATA_HOME": "data", "HOME": "/home/ada"], "/home/ada/.local/share/facet/models"),
      (["HOME": "/home/ada"], "/home/ada/.local/share/facet/models"),
      (["HOME": "ada"], nil),
    ] as [([String: String], String?)])
  func itIsInTheFolderOfData(environment: [String: String], folder: String?) {
    #expect(ModelFolder.standard(environment: environment) == folder)
  }
}
