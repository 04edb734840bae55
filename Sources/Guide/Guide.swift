import CGuide

/// The built-in guide: a tiny model of Gemma 4's kind that knows facet alone, and answers where no other model is named.
///
/// It was trained in this folder; `Model` holds its files, which become part of the program.
public enum Guide {
  /// What it is called.
  public static let name = "built-in guide"

  /// The model, a GGUF file in the program's read-only memory.
  public static var model: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: guide_model(), count: guide_model_size())
  }

  /// The projector, for pictures and sound, likewise.
  public static var projector: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: guide_projector(), count: guide_projector_size())
  }
}
