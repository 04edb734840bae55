import Chat
import Gemma

/// The report as one JSON object, and back.
extension BenchReport {
  /// What the object says it is.
  static let kind = "facet bench"

  var json: JSONValue {
    let figures = figures.map { figure -> JSONValue in
      [
        "name": .string(figure.item.name), "unit": .string(figure.item.unit.rawValue),
        "median": .number(figure.samples.median), "least": .number(figure.samples.least),
        "most": .number(figure.samples.most), "samples": .array(figure.samples.values.map { .number($0) }),
      ]
    }
    let skipped = skipped.map { skip -> JSONValue in
      ["what": .string(skip.what), "reason": .string(skip.reason)]
    }
    return [
      "kind": .string(Self.kind), "version": .string(Program.version), "model": .string(setting.model),
      "model_bytes": .integer(setting.modelBytes), "processor": .string(setting.processor),
      "threads": .integer(setting.threads), "kv": .string(setting.kvFormat),
      "matrix_kernels": .string(setting.matrixKernels),
      "other_kernels": .string(setting.otherKernels), "prompt": .integer(setting.prompt),
      "generate": .integer(setting.generate), "rounds": .integer(setting.rounds),
      "picture_tokens": .integer(setting.pictureTokens), "speech_tokens": .integer(setting.speechTokens),
      "weight_bytes": .integer(memory.weights), "cache_bytes": .integer(memory.cache),
      "interrupted": .bool(isInterrupted), "figures": .array(figures), "skipped": .array(skipped),
    ]
  }

  /// Reads what `--json` printed, without figures that are not known; nil for anything else.
  init?(_ json: JSONValue) {
    guard json["kind"]?.asString == Self.kind, let figures = json["figures"]?.asArray else { return nil }
    func text(_ key: String) -> String { json[key]?.asString ?? "" }
    func number(_ key: String) -> Int { json[key]?.asInteger ?? 0 }
    setting = Setting(
      model: text("model"), modelBytes: number("model_bytes"), processor: text("processor"),
      threads: number("threads"), kvFormat: json["kv"]?.asString ?? KVCache.Format.f16.rawValue,
      matrixKernels: text("matrix_kernels"), otherKernels: text("other_kernels"),
      prompt: number("prompt"), generate: number("generate"), rounds: number("rounds"),
      pictureTokens: number("picture_tokens"), speechTokens: number("speech_tokens"))
    memory = Memory(weights: number("weight_bytes"), cache: number("cache_bytes"))
    isInterrupted = json["interrupted"]?.asBool ?? false
    for figure in figures {
      guard let item = figure["name"]?.asString.flatMap({ BenchItem(name: $0) }) else { continue }
      let values = (figure["samples"]?.asArray ?? []).compactMap(\.asDouble).filter(\.isFinite)
      if !values.isEmpty { append(Figure(item: item, samples: Samples(values))) }
    }
    skipped = (json["skipped"]?.asArray ?? []).compactMap { skip in
      guard let what = skip["what"]?.asString, let reason = skip["reason"]?.asString else { return nil }
      return Skip(what: what, reason: reason)
    }
  }
}
