import Chat
import Foundation
import Gemma
import Media
import Tokenizer

/// Turns conversations into prompts: tokens, and soft tokens of media, which are read and embedded once.
///
/// Used on the inference thread only.
final class PromptBuilder {
  private let tokenizer: Tokenizer
  private let projector: Projector?
  private let pictureBudget: Int
  /// The most soft tokens that a picture may take; nil where pictures cannot be taken.
  let largestBudget: Int?
  /// Embedded media, the most recently used last.
  private var pictures: [(id: MediaID, soft: SoftTokens)] = []
  private var recordings: [Recording] = []

  /// A part of a recording that the model hears as one piece.
  struct Clip {
    let soft: SoftTokens
    let frames: [MediaID]
  }

  /// A recording as the model hears it.
  private struct Recording {
    let id: MediaID
    /// Whether it came from the microphone, and may be the beginning of the next one.
    let isSpoken: Bool
    let clips: [Clip]

    /// Whether another recording begins with all of this one.
    func begins(_ other: [Clip]) -> Bool {
      clips.count <= other.count
        && clips.indices.allSatisfy { place in
          let (mine, theirs) = (clips[place].frames, other[place].frames)
          return place == clips.count - 1 ? theirs.starts(with: mine) : mine == theirs
        }
    }
  }

  /// Embedded pictures and recordings that are kept, each: a picture of 280 tokens takes 4 MB, ten seconds of sound as much.
  private static let kept = 24
  /// Tokens of a prompt.
  private let context: Int

  init(_ tokenizer: Tokenizer, projector: Projector?, pictureBudget: Int, context: Int) {
    self.tokenizer = tokenizer
    self.projector = projector
    self.pictureBudget = pictureBudget
    self.context = context
    largestBudget = (projector?.pictures?.maximumSide).map { PictureBudget.largest(side: $0) }
  }

  /// The prompt of a conversation.
  ///
  /// - Parameters:
  ///   - pieces: What it consists of.
  ///   - isOpen: Whether the last piece may still grow: the end of a recording is then not there yet, and would be read in vain each time.
  /// - Throws: `MediaError`, ``EngineError``, `ComputeError`.
  func prompt(_ pieces: [PromptPiece], isOpen: Bool = false) throws -> Prompt {
    var prompt = Prompt()
    for (place, piece) in pieces.enumerated() {
      switch piece {
      case .marker(let name): prompt.append(tokens: [try marker(name)])
      case .text(let text): prompt.append(tokens: tokenizer.encode(text))
      case .picture(let attachment):
        let budget = allowed(attachment.budget ?? pictureBudget)
        let id = MediaID(attachment, budget: budget)
        let soft = try picture(attachment, id: id, budget: budget)
        prompt.append(tokens: [try marker(Marker.imageStart.rawValue)])
        prompt.append(picture: soft, id: id)
        prompt.nameLast(soft.count, attachment: attachment.id)
        prompt.append(tokens: [try marker(Marker.imageEnd.rawValue)])
      case .recording(let attachment):
        let clips = try recording(attachment)
        for (number, clip) in clips.enumerated() {
          prompt.append(tokens: [try marker(Marker.audioStart.rawValue)])
          prompt.append(recording: clip.soft, frames: clip.frames)
          prompt.nameLast(clip.frames.count, attachment: attachment.id)
          if isOpen, place == pieces.count - 1, number == clips.count - 1 { break }
          prompt.append(tokens: [try marker(Marker.audioEnd.rawValue)])
        }
      }
    }
    return prompt
  }

  /// The prompt of a list of token ids in which media stand as runs of their soft token.
  ///
  /// - Throws: ``EngineError``, `ComputeError`.
  func prompt(tokens: [Int], pictures images: [PixelImage], recordings sounds: [Waveform], budget: Int) throws -> Prompt
  {
    if let bad = tokens.first(where: { !(0..<tokenizer.count).contains($0) }) {
      throw EngineError.badToken(bad, vocabulary: tokenizer.count)
    }
    let (image, audio) = (
      tokenizer.token(marker: Marker.image.rawValue), tokenizer.token(marker: Marker.audio.rawValue)
    )
    var prompt = Prompt()
    var runs: [(token: Int, count: Int)] = []
    for token in tokens {
      if let last = runs.indices.last, runs[last].token == token, token == image || token == audio {
        runs[last].count += 1
      } else {
        runs.append((token, 1))
      }
    }
    for (kind, token, given) in [("pictures", image, images.count), ("recordings", audio, sounds.count)] {
      let places = runs.count { $0.token == token }
      guard given == 0 || places == given else {
        throw EngineError.wrongMediaCount(kind: kind, inTokens: places, given: given)
      }
    }
    var (images, sounds) = (images[...], sounds[...])
    for run in runs {
      if run.token == image, let next = images.popFirst() {
        let soft = try embed(PicturePatches(next, budget: allowed(budget)))
        guard soft.count == run.count else {
          throw EngineError.wrongSoftTokens(kind: "picture", inTokens: run.count, given: soft.count)
        }
        prompt.append(picture: soft, id: next.rgb.withUnsafeBytes { MediaID(of: $0) })
      } else if run.token == audio, let next = sounds.popFirst() {
        let clip = try embed(next)
        guard clip.soft.count == run.count else {
          throw EngineError.wrongSoftTokens(kind: "recording", inTokens: run.count, given: clip.soft.count)
        }
        prompt.append(recording: clip.soft, frames: clip.frames)
      } else {
        prompt.append(tokens: Array(repeating: run.token, count: run.count))
      }
    }
    return prompt
  }

  /// A budget that the projector knows positions for.
  private func allowed(_ budget: Int) -> Int { min(budget, largestBudget ?? budget) }

  private func marker(_ name: String) throws -> Int {
    guard let token = tokenizer.token(marker: name) else {
      throw EngineError.missingMarker(model: "The model", marker: name)
    }
    return token
  }

  private func picture(_ attachment: Attachment, id: MediaID, budget: Int) throws -> SoftTokens {
    if let index = pictures.firstIndex(where: { $0.id == id }) {
      pictures.append(pictures.remove(at: index))
    } else {
      guard projector?.pictures != nil else { throw EngineError.noProjector(kind: "pictures") }
      let soft = try embed(PicturePatches(PictureReader.read(path: attachment.path), budget: budget))
      pictures.append((id, soft))
      if pictures.count > Self.kept { pictures.removeFirst() }
    }
    return pictures[pictures.count - 1].soft
  }

  private func recording(_ attachment: Attachment) throws -> [Clip] {
    let id = MediaID(attachment, budget: 0)
    if let index = recordings.firstIndex(where: { $0.id == id }) {
      recordings.append(recordings.remove(at: index))
    } else {
      guard projector?.sounds != nil else { throw EngineError.noProjector(kind: "recordings") }
      let sound = try SoundReader.read(path: attachment.path)
      // Before hours of it are embedded.
      let frames = sound.samples.count / Waveform.frameLength
      guard frames < context else { throw EngineError.promptTooLong(tokens: frames, context: context) }
      let isSpoken = attachment.name.isEmpty
      let known = isSpoken ? recordings.filter(\.isSpoken).flatMap(\.clips) : []
      let clips = try sound.clips().map { try embed($0, knowing: known) }
      // While somebody speaks each recording holds the one before.
      if isSpoken { recordings.removeAll { $0.isSpoken && $0.begins(clips) } }
      recordings.append(Recording(id: id, isSpoken: isSpoken, clips: clips))
      if recordings.count > Self.kept { recordings.removeFirst() }
    }
    return recordings[recordings.count - 1].clips
  }

  private func embed(_ patches: PicturePatches) throws -> SoftTokens {
    guard let embedder = projector?.pictures else { throw EngineError.noProjector(kind: "pictures") }
    return try embedder.embed(patches.values, columns: patches.columns)
  }

  /// Embeds a sound, but for what it begins with if one of the known ones begins with that too.
  private func embed(_ sound: Waveform, knowing known: [Clip] = []) throws -> Clip {
    guard let embedder = projector?.sounds else { throw EngineError.noProjector(kind: "recordings") }
    let frames = sound.frames()
    let ids = stride(from: 0, to: frames.count, by: Waveform.frameLength).map { start in
      frames[start..<start + Waveform.frameLength].withUnsafeBytes { MediaID(of: $0) }
    }
    func common(_ clip: Clip) -> Int { zip(ids, clip.frames).prefix { $0 == $1 }.count }
    guard let like = known.max(by: { common($0) < common($1) }) else {
      return Clip(soft: try embedder.embed(frames), frames: ids)
    }
    let (same, width) = (common(like), like.soft.width)
    let rest = try embedder.embed(Array(frames[(same * Waveform.frameLength)...]))
    return Clip(
      soft: SoftTokens(values: like.soft.values.prefix(same * width) + rest.values, width: width), frames: ids)
  }
}
