import Foundation

/// One recorded case of the tiny model.
public struct ReferenceCase: Sendable, Decodable, CustomStringConvertible {
  /// Recorded floats.
  public struct Tensor: Sendable, Decodable {
    /// The file's name.
    public let file: String
    /// Slowest dimension first.
    public let shape: [Int]

    /// The recorded values.
    public func values() throws -> [Float] { try Reference.floats(Reference.tiny.appendingPathComponent(file)) }
  }

  /// A picture of the case.
  public struct Picture: Sendable, Decodable {
    /// Path below the folder.
    public let file: String
    /// How many soft tokens it gives.
    public let softTokens: Int
    /// `[softTokens][48·48·3]`.
    public let patches: Tensor
    /// Column and row of each patch.
    public let positions: [[Int]]
    /// `[softTokens][hidden]`.
    public let embeddings: Tensor

    enum CodingKeys: String, CodingKey {
      case file, patches, embeddings
      case softTokens = "soft_tokens"
      case positions = "positions_xy"
    }
  }

  /// A recording of the case.
  public struct Recording: Sendable, Decodable {
    /// Path below the folder.
    public let file: String
    /// How many soft tokens it gives.
    public let softTokens: Int
    /// `[softTokens][hidden]`.
    public let embeddings: Tensor

    enum CodingKeys: String, CodingKey {
      case file, embeddings
      case softTokens = "soft_tokens"
    }
  }

  /// What the case is called.
  public let name: String
  /// The prompt as text with markers.
  public let prompt: String
  /// The prompt's tokens; media stand as `<|image>`, soft tokens, `<image|>`.
  public let tokens: [Int]
  /// Soft tokens a picture may take.
  public let budget: Int
  /// The pictures in order.
  public let images: [Picture]
  /// The recordings in order.
  public let audio: [Recording]
  /// `[tokens][vocabulary]`.
  public let logits: Tensor
  /// `[tokens][hidden]`.
  public let finalHidden: Tensor
  /// Tokens that greedy decoding gives.
  public let greedy: [Int]?
  /// How far the best logit was ahead of the second.
  public let greedyMargin: [Double]?

  enum CodingKeys: String, CodingKey {
    case name, prompt, images, audio, logits, greedy
    case tokens = "token_ids"
    case budget = "max_soft_tokens"
    case finalHidden = "final_hidden"
    case greedyMargin = "greedy_margin"
  }

  /// The name, for test reports.
  public var description: String { name }
}

/// All that was recorded on the tiny model.
public struct ReferenceRecord: Sendable, Decodable {
  /// Recorded answers of a quantised file.
  public struct Quantised: Sendable, Decodable {
    /// The model file.
    public let file: String
    /// Case name → file with the logits of the last position.
    public let logits: [String: String]
  }

  /// What the drafter guessed after a case's prompt and its first greedy token.
  public struct Drafts: Sendable, Decodable {
    /// The case.
    public let context: String
    /// The token that is continued.
    public let first: Int
    /// The guesses in order.
    public let tokens: [Int]
    /// `[tokens][vocabulary]`.
    public let logits: ReferenceCase.Tensor

    enum CodingKeys: String, CodingKey {
      case tokens, logits
      case context = "context_case"
      case first = "first_token"
    }
  }

  /// What the drafter guessed.
  public let drafter: Drafts
  /// The cases with float weights.
  public let cases: [ReferenceCase]
  /// The last logits of three cases for every quantisation.
  public let quantised: [Quantised]
  /// Markers and their ids.
  public let special: [String: Int]

  /// Reads the record; nil without the reference folder.
  public static let shared: ReferenceRecord? = {
    guard Reference.isThere else { return nil }
    let data = try? Data(contentsOf: Reference.tiny.appendingPathComponent("cases.json"))
    return data.flatMap { try? JSONDecoder().decode(ReferenceRecord.self, from: $0) }
  }()
}
