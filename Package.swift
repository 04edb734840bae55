// swift-tools-version: 6.0
import PackageDescription

// Kernels and codecs are compiled for speed in debug builds too: `swift test` runs whole models through them.
let fastC: [CSetting] = [.unsafeFlags(["-O3", "-fno-math-errno", "-ffp-contract=off"])]
let fastSwift: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// Fuzz targets exist only with `FACET_FUZZ=1`: everything is then built with libFuzzer's instrumentation, into a folder of its own (`.ci/fuzz`).
let isFuzzing = Context.environment["FACET_FUZZ"] != nil
let fuzzSwift: [SwiftSetting] = [.unsafeFlags(["-sanitize=fuzzer,address"])]
let fuzzLink: [LinkerSetting] = [.unsafeFlags(["-sanitize=fuzzer,address", "-use-ld=lld"])]

func room(
  _ name: String, _ dependencies: [Target.Dependency], fast: Bool = false, resources: [Resource] = []
) -> Target {
  .target(
    name: name, dependencies: dependencies, resources: resources,
    swiftSettings: (fast ? fastSwift : []) + (isFuzzing ? [.unsafeFlags(["-sanitize=fuzzer,address"])] : []))
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(name: name + "Tests", dependencies: [.target(name: name)] + dependencies, exclude: exclude)
}

func fuzz(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(
    name: "fuzz-" + name, dependencies: dependencies + ["FuzzDriver"], path: "Tests/Fuzz/" + name, exclude: ["Seeds"],
    swiftSettings: fuzzSwift, linkerSettings: fuzzLink)
}

var targets: [Target] = [
  .target(name: "CKernels", cSettings: fastC),
  .systemLibrary(name: "CBlas", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
  .target(
    name: "CCodecs", cSettings: fastC,
    linkerSettings: [.linkedLibrary("png"), .linkedLibrary("jpeg"), .linkedLibrary("webp")]),
  .target(name: "CCurses", linkerSettings: [.linkedLibrary("ncursesw")]),
  .systemLibrary(name: "CAlsa", pkgConfig: "alsa", providers: [.apt(["libasound2-dev"])]),
  room("GGUF", [], fast: true),
  room("Tokenizer", ["GGUF"], fast: true),
  room("Compute", ["CKernels", "CBlas"], fast: true),
  room("Gemma", ["GGUF", "Compute"], fast: true),
  room("Media", ["CCodecs", "CAlsa"], fast: true),
  room("Chat", ["CKernels"], fast: true),
  // Links to the files of `themes/`: they become part of the program.
  room("Screen", [], fast: true, resources: [.embedInCode("Themes")]),
  room("Engine", ["Chat", "Media", "Gemma", "Tokenizer"], fast: true),
  // The two rooms that can open a socket: one for `facet pull`, the other for a server that the person names.
  room("Models", ["Chat", "GGUF", "Gemma", "Engine"], fast: true, resources: [.embedInCode("Catalogue")]),
  room("Remote", ["Chat", "Media"], fast: true),
  room("Terminal", ["CCurses", "Screen"], fast: true),
  room("Interface", ["Chat", "Screen"], fast: true),
  // The files of the guide, by `#embed`.
  .target(name: "CGuide", cSettings: [.unsafeFlags(["-std=c23"])]),
  .target(name: "Guide", dependencies: ["CGuide"], exclude: ["Evaluation", "Model", "Training"]),
  .executableTarget(
    name: "facet",
    dependencies: [
      "Engine", "Chat", "Media", "Gemma", "Tokenizer", "GGUF", "Compute", "Screen", "Terminal", "Interface", "Guide",
      "Models", "Remote",
    ]),
  .target(name: "TestSupport", dependencies: ["Chat", "GGUF"], path: "Tests/TestSupport", swiftSettings: fastSwift),
  tests("GGUF", ["TestSupport"]),
  tests("Tokenizer", ["GGUF", "TestSupport"]),
  tests("Compute", ["CKernels"], exclude: ["Goldens", "Neon"]),
  tests("Gemma", ["GGUF", "Compute", "TestSupport"]),
  tests("Media", ["CAlsa"], exclude: ["Fixtures", "Golden"]),
  tests("Chat", []),
  tests("Screen", [], exclude: ["Goldens"]),
  tests("Terminal", ["CCurses", "Screen", "TestSupport"]),
  tests("Interface", ["Screen", "Chat", "TestSupport"], exclude: ["Snapshots"]),
  // What the tests of the engine and its benchmarks share.
  .target(
    name: "EngineTestSupport", dependencies: ["Engine", "TestSupport"], path: "Tests/EngineTestSupport",
    swiftSettings: fastSwift),
  tests(
    "Engine", ["Chat", "EngineTestSupport", "Gemma", "GGUF", "Media", "Tokenizer", "TestSupport"], exclude: ["Goldens"]),
  .testTarget(
    name: "ProgramTests",
    dependencies: [
      "facet", "Chat", "Engine", "GGUF", "Guide", "Interface", "Media", "Models", "Remote", "Screen", "TestSupport",
    ],
    exclude: ["Snapshots"]),
  tests("Models", ["Chat", "GGUF", "Gemma", "Engine", "TestSupport"]),
  tests("Remote", ["Chat", "Media", "TestSupport"]),
  tests("Guide", ["GGUF", "Engine", "Chat", "GuideEvaluation", "Media", "TestSupport"], exclude: ["Goldens"]),
  // The chat in a terminal, as a person uses it; what is not installed is passed over.
  .testTarget(name: "EndToEndTests", dependencies: ["facet", "Chat", "TestSupport"]),
]
// Benchmarks are programs: `swift run -c release bench-chat`.
targets += [
  .executableTarget(
    name: "bench-chat", dependencies: ["Chat", "Interface", "Screen", "Terminal"], path: "Tests/Benchmarks/Chat"),
  .executableTarget(
    name: "bench-listening", dependencies: ["Chat", "Engine", "Media"], path: "Tests/Benchmarks/Listening"),
  .executableTarget(
    name: "bench-drafting", dependencies: ["Chat", "Engine", "EngineTestSupport"], path: "Tests/Benchmarks/Drafting"),
]
// What the guide can do, measured: `swift run -c release evaluate-guide`.
targets += [
  .target(
    name: "GuideEvaluation", dependencies: ["Chat", "Engine", "GGUF", "Guide"], path: "Tests/Evaluation/Support",
    swiftSettings: fastSwift),
  .executableTarget(name: "evaluate-guide", dependencies: ["GuideEvaluation"], path: "Tests/Evaluation/Guide"),
]
if isFuzzing {
  targets += [
    .target(name: "FuzzDriver", path: "Tests/Fuzz/Driver"),
    fuzz("gguf", ["GGUF"]),
    fuzz("tokenizer", ["Tokenizer", "GGUF"]),
    fuzz("picture", ["Media"]),
    fuzz("sound", ["Media"]),
    fuzz("reply", ["Engine"]),
    fuzz("dropped", ["Interface"]),
    fuzz("keys", ["Terminal", "Screen"]),
    fuzz("markdown", ["Interface", "Screen"]),
    fuzz("store", ["Chat"]),
    fuzz("remote", ["Remote", "Chat"]),
  ]
}

let package = Package(
  name: "facet",
  products: [.executable(name: "facet", targets: ["facet"])],
  targets: targets,
  swiftLanguageModes: [.v6]
)
