/// TEMPORARY until plain mode lands.
enum PlainChat {
  static func run(_ launch: ChatLaunch, _ surroundings: Surroundings) async throws -> Int32 { 1 }
}
