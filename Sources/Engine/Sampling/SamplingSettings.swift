import Chat
import GGUF

/// How tokens are chosen where a person does not say it: what a model's file recommends, otherwise what Gemma 4 was made for.
public struct SamplingSettings: Sendable, Equatable {
  /// As in ``ReplyOptions``.
  public var temperature = 1.0
  /// As in ``ReplyOptions``.
  public var topK = 64
  /// As in ``ReplyOptions``.
  public var topP = 0.95
  /// As in ``ReplyOptions``.
  public var minP = 0.0

  /// Gemma 4's own.
  public init() {}

  /// What a file recommends under `general.sampling.…`, the keys of llama.cpp's `gguf-py`; what is no such number counts as not said.
  ///
  ///     general.sampling.temp = 0.7  →  temperature 0.7, all others Gemma 4's
  public init(_ metadata: GGUFMetadata) {
    func number(_ key: String, _ range: ClosedRange<Double>) -> Double? {
      let number =
        switch metadata["general.sampling.\(key)"] {
        // As it was written: 0.95 and not the nearest double to it in 32 bits, 0.949999988.
        case .float32(let value)?: Double(value.description)
        case let value: value?.double
        }
      return number.flatMap { range.contains($0) ? $0 : nil }
    }
    temperature = number("temp", 0...10) ?? temperature
    if let count = metadata["general.sampling.top_k"]?.int, (0...1_048_576).contains(count) { topK = count }
    topP = number("top_p", 0...1) ?? topP
    minP = number("min_p", 0...1) ?? minP
  }

  /// The same with what a person says instead.
  func changed(by options: ReplyOptions) -> SamplingSettings {
    var settings = self
    settings.temperature = options.temperature ?? temperature
    settings.topK = options.topK ?? topK
    settings.topP = options.topP ?? topP
    settings.minP = options.minP ?? minP
    return settings
  }
}
