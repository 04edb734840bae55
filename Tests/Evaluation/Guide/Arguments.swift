import GuideEvaluation

/// What the program was told.
struct Arguments {
  /// Why arguments cannot be taken.
  enum Problem: Error {
    case unknown(String)
    case noValue(String)
    case badValue(String, String)
    case onlyOneFile

    /// A sentence that says what is wrong.
    var sentence: String {
      switch self {
      case .unknown(let name): "There is no option “\(name)”."
      case .noValue(let name): "\(name) needs a value."
      case .badValue(let name, let value): "“\(value)” is nothing that \(name) takes."
      case .onlyOneFile: "--model and --projector go together."
      }
    }
  }

  static let help = """
    usage: evaluate-guide [OPTIONS]

      --only PARTS      evaluate these alone, with commas between them: \
    \(EvaluationPart.allCases.map(\.rawValue).joined(separator: ", "))
      --show            print every question that was not answered as it should be
      --json            print the figures as JSON
      --samples N       take each figure from N samples at most
      --seed N          draw other pictures and say other digits
      --model FILE      judge this model, with --projector, instead of the built-in one
      --projector FILE  its projector
      --threads N       compute with N threads
      --keep FOLDER     keep the drawings and recordings there
      --data FOLDER     take questions from this folder instead of Sources/Guide
    """

  var parts = EvaluationPart.allCases
  var showsMisses = false
  var isJSON = false
  var wantsHelp = false
  var samples: Int?
  var seed: UInt64 = 2026
  var model: String?
  var projector: String?
  var threads: Int?
  var keeping: String?
  var folder: String?

  init(_ words: [String]) throws(Problem) {
    var words = words[...]
    while let name = words.popFirst() {
      switch name {
      case "--show": showsMisses = true
      case "--json": isJSON = true
      case "--help", "-h": wantsHelp = true
      case "--only": parts = try Self.parts(try Self.value(name, &words))
      case "--samples": samples = try Self.count(name, &words)
      case "--threads": threads = try Self.count(name, &words)
      case "--seed":
        let text = try Self.value(name, &words)
        guard let number = UInt64(text) else { throw .badValue(name, text) }
        seed = number
      case "--model": model = try Self.value(name, &words)
      case "--projector": projector = try Self.value(name, &words)
      case "--keep": keeping = try Self.value(name, &words)
      case "--data": folder = try Self.value(name, &words)
      default: throw .unknown(name)
      }
    }
    if (model == nil) != (projector == nil) { throw .onlyOneFile }
  }

  private static func value(_ name: String, _ words: inout ArraySlice<String>) throws(Problem) -> String {
    guard let value = words.popFirst() else { throw .noValue(name) }
    return value
  }

  private static func count(_ name: String, _ words: inout ArraySlice<String>) throws(Problem) -> Int {
    let text = try value(name, &words)
    guard let count = Int(text), count > 0 else { throw .badValue(name, text) }
    return count
  }

  private static func parts(_ text: String) throws(Problem) -> [EvaluationPart] {
    var named: [EvaluationPart] = []
    for name in text.split(separator: ",") {
      guard let part = EvaluationPart(rawValue: String(name)) else { throw .badValue("--only", String(name)) }
      named.append(part)
    }
    guard !named.isEmpty else { throw .badValue("--only", text) }
    return EvaluationPart.allCases.filter { named.contains($0) }
  }
}
