import Foundation
import GuideEvaluation

/// Holds the guide, through the engine, against questions, drawings and recordings that its training never saw.
///
///     swift run -c release evaluate-guide [--only PARTS] [--show] [--json]
///
/// Exit status 0 when all targets hold, 1 when one does not or the work failed, 2 for bad arguments.
@main
struct EvaluateGuide {
  static func main() async {
    do {
      let arguments = try Arguments(Array(CommandLine.arguments.dropFirst()))
      if arguments.wantsHelp {
        print(Arguments.help)
        return
      }
      let report = try await evaluate(arguments)
      try show(report, arguments)
      exit(report.holds ? 0 : 1)
    } catch let problem as Arguments.Problem {
      complain("\(problem.sentence)\n\n\(Arguments.help)")
      exit(2)
    } catch {
      complain("\(error)")
      exit(1)
    }
  }

  private static func evaluate(_ arguments: Arguments) async throws -> EvaluationReport {
    let isOnTerminal = isatty(STDERR_FILENO) == 1
    let data = try GuideData(folder: arguments.folder ?? GuideData.sourceFolder)
    let evaluation = Evaluation(
      data: data, samples: arguments.samples, seed: arguments.seed, keeping: arguments.keeping
    ) { if isOnTerminal { FileHandle.standardError.write(Data("\r\($0)\u{1B}[K".utf8)) } }
    var report = EvaluationReport()
    let asking = arguments.parts.filter { $0 != .speed }
    if !asking.isEmpty {
      let guide = try await guide(arguments)
      for part in asking {
        do {
          report.append(try await evaluation.report(of: part, guide))
        } catch {
          report.failed.append("\(part): failed. \(error)")
        }
      }
    }
    if arguments.parts.contains(.speed) {
      evaluation.progress("speed")
      do {
        report.append(try speed(arguments))
      } catch {
        report.failed.append("speed: failed. \(error)")
      }
    }
    evaluation.progress("")
    return report
  }

  private static func guide(_ arguments: Arguments) async throws -> GuideUnderTest {
    guard let model = arguments.model, let projector = arguments.projector else {
      return try await .builtIn(threads: arguments.threads)
    }
    return try await .load(model: .file(model), projector: .file(projector), threads: arguments.threads)
  }

  private static func speed(_ arguments: Arguments) throws -> EvaluationReport {
    var report = EvaluationReport()
    guard let program = SpeedEvaluation.programBesideThis() else {
      report.skipped = ["speed: skipped, since facet is not built beside this program (swift build -c release)."]
      return report
    }
    let options = arguments.model.map { ["--model", $0] } ?? []
    report.rows = try SpeedEvaluation(program: program, options: options).rows(runs: min(5, arguments.samples ?? 5))
    return report
  }

  private static func show(_ report: EvaluationReport, _ arguments: Arguments) throws {
    if arguments.isJSON {
      print(try report.json(withMisses: arguments.showsMisses))
    } else {
      if arguments.showsMisses, !report.misses.isEmpty { print(report.misses + "\n") }
      print(report.table)
    }
  }

  private static func complain(_ text: String) {
    FileHandle.standardError.write(Data("evaluate-guide: \(text)\n".utf8))
  }
}
