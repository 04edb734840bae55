import FuzzDriver
import Media

// Short sounds and no helper programs.
var limits = MediaLimits.standard
limits.seconds = 2
limits.programFolders = []
let fuzzLimits = limits

runFuzzer { bytes in
  do {
    let waveform = try SoundReader.read(bytes, name: "sound", limits: fuzzLimits)
    precondition(waveform.samples.allSatisfy { abs($0) <= 1 })
    precondition(waveform.frames().count == waveform.frameCount * Waveform.frameLength)
    precondition(waveform.clips(maximumSeconds: 0.2).reduce(0) { $0 + $1.samples.count } == waveform.samples.count)
  } catch let error as MediaError {
    precondition(!error.description.isEmpty)
  } catch {
    preconditionFailure("\(error)")
  }
}
