import Engine
import Foundation
import GGUF
import Guide

extension ModelSource {
  /// The model that is part of the program.
  static let guide = ModelSource.program(ProgramBytes(Guide.model), name: Guide.name)

  /// Its projector.
  static let guideProjector = ModelSource.program(ProgramBytes(Guide.projector), name: "the \(Guide.name)'s projector")

  /// What it is called until more is known: the name of its file.
  var shortName: String {
    switch self {
    case .file(let path): (path as NSString).lastPathComponent
    case .program(_, let name): name
    }
  }
}
