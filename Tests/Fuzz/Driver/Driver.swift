/// Runs libFuzzer on `body`: the program's arguments are libFuzzer's.
public func runFuzzer(_ body: @escaping @Sendable (UnsafeRawBufferPointer) -> Void) -> Never {
  fuzzBody = body
  var argumentCount = CommandLine.argc
  var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
  let status = fuzzerRunDriver(&argumentCount, &arguments) { start, count in
    fuzzBody?(UnsafeRawBufferPointer(start: start, count: count))
    return 0
  }
  exit(status)
}

// Set once, before libFuzzer's single thread starts.
nonisolated(unsafe) private var fuzzBody: (@Sendable (UnsafeRawBufferPointer) -> Void)?

@_silgen_name("LLVMFuzzerRunDriver")
private func fuzzerRunDriver(
  _ argumentCount: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
  _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif
