import Foundation
import Testing

/// The NEON kernels, cross-compiled and run in an emulator on machines that are not ARM themselves.
@Suite struct MatrixKernelNeonTests {
  static let compiler = program("aarch64-linux-gnu-gcc")
  static let emulator = program("qemu-aarch64")
  static let hasTools = compiler != nil && emulator != nil

  /// The first file of this name in the search path.
  static func program(_ name: String) -> URL? {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
      .map { URL(filePath: String($0)).appending(path: name) }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }

  static func run(_ program: URL?, _ arguments: [String]) throws -> (status: Int32, output: String) {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = program
    process.arguments = arguments
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(bytes: output, encoding: .utf8) ?? "")
  }

  @Test(.enabled(if: hasTools, "install aarch64-linux-gnu-gcc (gcc-aarch64-linux-gnu) and qemu-aarch64 (qemu-user)"))
  func neonProductsAreThePortableOnes() throws {
    let tests = URL(filePath: #filePath).deletingLastPathComponent()
    let kernels = tests.appending(path: "../../Sources/CKernels").standardizedFileURL
    let folder = FileManager.default.temporaryDirectory.appending(path: "facet-neon-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }

    let program = folder.appending(path: "compare").path
    let names = ["tiles", "matrix_kernels", "matrix_portable", "matrix_neon", "matrix_neon_dotprod", "prefetch"]
    let sources = [tests.appending(path: "Neon/compare.c").path] + names.map { kernels.appending(path: $0 + ".c").path }
    let flags = ["-std=gnu11", "-O2", "-Wall", "-Wextra", "-Werror", "-ffp-contract=off", "-static"]
    let compilation = try Self.run(
      Self.compiler, flags + ["-I", kernels.appending(path: "include").path, "-o", program] + sources)
    try #require(compilation.status == 0, "\(compilation.output)")

    // One processor with the dot-product instructions, one without.
    let everything = try Self.run(Self.emulator, ["-cpu", "max", program])
    #expect(everything.status == 0)
    #expect(everything.output == "neon-dotprod compared\nneon compared\n")
    let oldest = try Self.run(Self.emulator, ["-cpu", "cortex-a53", program])
    #expect(oldest.status == 0)
    #expect(oldest.output == "neon compared\n")
  }
}
