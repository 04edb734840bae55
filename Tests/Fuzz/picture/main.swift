import FuzzDriver
import Media

// Small pictures and no helper programs: the readers are tried, not the speed of a codec.
var limits = MediaLimits.standard
limits.pixels = 1 << 14
limits.programFolders = []
let fuzzLimits = limits

runFuzzer { bytes in
  do {
    let image = try PictureReader.read(bytes, name: "picture", limits: fuzzLimits)
    precondition(image.rgb.count == image.width * image.height * 3)
    let patches = try PicturePatches(image, budget: 4, patchSize: 8)
    precondition(patches.count <= 4 && patches.values.count == patches.count * 8 * 8 * 3)
  } catch let error as MediaError {
    precondition(!error.description.isEmpty)
  } catch {
    preconditionFailure("\(error)")
  }
}
