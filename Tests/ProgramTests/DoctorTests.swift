import Chat
import Engine
import Foundation
import Media
import Screen
import Terminal
import TestSupport
import Testing

@testable import facet

@Suite struct DoctorMachineTests {
  @Test func anIntelOrAMDProcessorIsNamedWithWhatMatters() {
    let text = """
      processor\t: 0
      vendor_id\t: AuthenticAMD
      model name\t: AMD  EPYC   9R14
      flags\t\t: fpu sse4_1 avx avx2 fma f16c avx512f avx512_vnni mmx

      processor\t: 1
      model name\t: Another
      """
    let processor = Processor(cpuinfo: text)
    #expect(processor.name == "AMD EPYC 9R14")
    #expect(processor.features == ["sse4_1", "avx", "avx2", "fma", "f16c", "avx512f", "avx512_vnni"])
  }

  @Test func anARMProcessorHasNumbersForAName() {
    let text = "Features\t: fp asimd asimddp i8mm\nCPU implementer\t: 0x41\nCPU part\t: 0xd40\n"
    let processor = Processor(cpuinfo: text)
    #expect(processor.name == "ARM, implementer 0x41, part 0xd40")
    #expect(processor.features == ["asimd", "asimddp", "i8mm"])
    #expect(Processor(cpuinfo: "").name == "unknown")
  }

  @Test(arguments: [("0-7,16", 9), ("3", 1), ("", 0), ("0-3", 4), ("x", 0), ("5-2", 0)])
  func listsOfProcessorsAreCounted(_ list: String, _ count: Int) {
    #expect(Cores.count(list) == count)
  }

  private func devices(_ files: [String: String]) throws -> (folder: TemporaryFolder, cores: Cores) {
    let folder = try TemporaryFolder()
    for (name, text) in files { try folder.write(Data((text + "\n").utf8), named: name) }
    return (folder, Cores.read(devices: folder.path))
  }

  @Test func threadsOfACoreAndFastCoresAreTold() throws {
    var files = ["cpu_core/cpus": "0-3", "cpu_atom/cpus": "4-5"]
    for (index, siblings) in ["0-1", "0-1", "2-3", "2-3", "4", "5"].enumerated() {
      files["system/cpu/cpu\(index)/topology/thread_siblings_list"] = siblings
    }
    let cores = try devices(files).cores
    #expect(cores.physical == 4 && cores.performance == 4)
  }

  @Test func capacitiesTellFastCoresOnARM() throws {
    var files: [String: String] = [:]
    for (index, capacity) in [1024, 1010, 300, 300].enumerated() {
      files["system/cpu/cpu\(index)/cpu_capacity"] = String(capacity)
    }
    let cores = try devices(files).cores
    #expect(cores.performance == 2 && cores.physical == nil)
    #expect(try devices(["system/cpu/cpu0/cpu_capacity": "1024"]).cores.performance == nil)
  }

  @Test func theChoiceOfHugePagesStandsInBrackets() {
    #expect(MemorySection.chosen(in: "always [madvise] never\n") == "madvise")
    #expect(MemorySection.chosen(in: "") == nil)
    #expect(MemorySection(hugePages: "never").findings.count == 1)
    #expect(MemorySection(hugePages: "always").findings.isEmpty)
  }
}

@Suite struct DoctorSectionTests {
  @Test func aFolderIsLookedAtWithoutBeingMade() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(Data(), named: "file")
    #expect(FoldersSection.look(at: folder.path).state == .writable)
    #expect(FoldersSection.look(at: folder.path + "/a/b/c").state == .missing)
    #expect(FoldersSection.look(at: file).state == .closed(reason: "\(file) is not a folder"))
    #expect(FoldersSection.look(at: file + "/below").state == .closed(reason: "\(file) is not a folder"))
    #expect((FoldersSection.look(at: folder.path).free ?? 0) > 0)
    #expect(try folder.names() == ["file"])
  }

  @Test func withoutAHomeNothingCanBeSaved() {
    let section = FoldersSection([:], ConfigurationFile.load(path: nil))
    #expect(section.findings.map(\.severity) == [.broken])
    #expect(section.findings[0].sentence.contains("set HOME"))
  }

  @Test func problemsOfTheConfigurationAreFindings() {
    let file = ConfigurationFile("{ thme: 1 }", path: "/home/x/.config/facet/config.json5")
    let section = FoldersSection(["HOME": "/tmp"], file)
    #expect(section.findings.contains { $0.severity == .advice && $0.sentence.contains("thme") })
  }

  @Test func aLocaleThatIsNotUTF8IsAdvised() {
    #expect(LocaleSection(wanted: "C.UTF-8", name: "C.UTF-8", encoding: "UTF-8").findings.isEmpty)
    #expect(LocaleSection(wanted: nil, name: "C", encoding: "ANSI_X3.4-1968").findings.count == 1)
    let missing = LocaleSection(wanted: "xx_XX", name: nil, encoding: "ANSI_X3.4-1968")
    #expect(missing.findings.map(\.sentence) == ["the locale xx_XX is not installed; install it, or set LANG=C.UTF-8"])
  }

  @Test func programsThatNobodyNeedsHereAreNotMissed() {
    let none = ProgramsSection.Program(name: "xclip", package: "xclip", purpose: "the clipboard", isPointless: true)
    let one = ProgramsSection.Program(name: "dot", package: "graphviz", purpose: "graphs")
    #expect(ProgramsSection(programs: [none]).findings.isEmpty)
    #expect(
      ProgramsSection(programs: [one]).findings.map(\.sentence)
        == ["dot is missing, which is needed for graphs; install graphviz"])
    #expect(ProgramsSection(programs: [one]).json == ["dot": nil])
  }

  @Test func whatATerminalCanDoIsTold() {
    var capabilities = TerminalCapabilities()
    capabilities.name = "kitty\u{1B}[2J"
    capabilities.depth = .trueColor
    capabilities.hasKittyPictures = true
    let survey = TerminalSurvey(capabilities: capabilities, size: Size(width: 30, height: 24))
    let section = TerminalSection(term: "xterm-kitty", answer: .survey(survey))
    #expect(section.rows.contains(DoctorRow("pictures", "kitty graphics")))
    #expect(section.json["kitty_graphics"]?.asBool == true && section.json["columns"]?.asInteger == 30)
    #expect(section.findings.count == 1)
    let lines = DoctorText.lines([section])
    #expect(!lines.joined().contains("\u{1B}"))
    let failed = TerminalSection(term: "dumb", answer: .failed(.tooSimple(name: "dumb")))
    #expect(failed.findings.count == 1 && failed.json["asked"]?.asBool == false)
    #expect(TerminalSection(term: "xterm", answer: .noTerminal).findings.isEmpty)
  }

  @Test func withoutAMicrophoneThereIsAWord() {
    #expect(SoundSection(devices: [], configured: "default").findings.count == 1)
    let devices = [MicrophoneDevice(name: "default", description: "")]
    #expect(SoundSection(devices: devices, configured: "default").findings.isEmpty)
  }

  @Test func theReportIsAsRecorded() throws {
    let processor = ProcessorSection(
      processor: Processor(cpuinfo: "model name: A processor\nflags: avx2 fma f16c avx512f avx512_vnni"),
      cores: Cores(usable: 8, physical: 4), configuredThreads: 16, matrixKernels: ["avx512-vnni", "portable"],
      otherKernels: "AVX-512", floatLibrary: "SkylakeX")
    let memory = MemorySection(total: 16_000_000_000, available: 9_000_000_000, hugePages: "never")
    let locale = LocaleSection(wanted: "C.UTF-8", name: "C.UTF-8", encoding: "UTF-8")
    let folders = FoldersSection([:], ConfigurationFile.load(path: nil))
    let lines = DoctorText.lines([processor, memory, locale, folders])
    try Snapshot.expect(lines.joined(separator: "\n") + "\n", named: "doctor")
    #expect(DoctorText.lines([locale]).last == "All is well.")
    let json = DoctorText.json([processor, memory, locale, folders])
    #expect(json["works"]?.asBool == false && json["processor"]?["threads"]?.asInteger == 16)
    #expect(json["findings"]?.asArray?.count == 3)
  }
}

@Suite struct DoctorProgramTests {
  private let folder: TemporaryFolder
  private let model: String

  init() throws {
    folder = try TemporaryFolder()
    model = folder.path + "/tiny.gguf"
    try TinyModel().write(to: model)
  }

  private func doctor(_ arguments: String...) async throws -> RunningProgram.Result {
    try await BuiltProgram.run(
      ["doctor"] + arguments, environment: ["HOME": folder.path, "XDG_DATA_HOME": "", "XDG_CONFIG_HOME": ""])
  }

  @Test func aMachineThatWorksIsTold() async throws {
    try TinyProjector().write(to: folder.path + "/mmproj.gguf")
    let result = try await doctor("-m", model)
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    for words in ["Processor", "matrix kernels", "huge pages", "Tiny", "pictures and sound", "ffmpeg", "data"] {
      #expect(result.output.contains(words), "\(words)")
    }
    #expect(!result.output.contains("What is wrong"))
    #expect(try folder.names() == ["mmproj.gguf", "tiny.gguf"])
  }

  @Test func programsGetAnObject() async throws {
    let result = try await doctor("--json", "-m", model)
    #expect(result.status == 0, "\(result.errors)")
    let json = try JSONValue(parsing: result.output)
    #expect(json["works"]?.asBool == true)
    #expect(json["model"]?["name"]?.asString == "Tiny" && json["model"]?["known_context"]?.asInteger == 4_096)
    #expect(json["terminal"]?["asked"]?.asBool == false)
    #expect(json["findings"]?.asArray?.contains { $0["message"]?.asString?.contains("no projector") == true } == true)
  }

  @Test func aModelThatCannotBeLoadedIsWrong() async throws {
    let broken = try folder.write(Data("no model".utf8), named: "broken.gguf")
    let result = try await doctor("-m", broken)
    #expect(result.status == 1)
    #expect(result.output.contains("What is wrong"))
    #expect(result.output.contains("broken.gguf"))
    let json = try await doctor("--json", "-m", broken)
    #expect(json.status == 1)
    #expect(try JSONValue(parsing: json.output)["works"]?.asBool == false)
  }

  @Test func theGuideIsLookedAtWhereNoModelIsNamed() async throws {
    let result = try await doctor("--json")
    #expect(try JSONValue(parsing: result.output)["model"]?["usable"]?.asBool == true)
  }
}
