import Foundation

extension PullError: CustomStringConvertible {
  /// One sentence that says what is wrong and what to do.
  public var description: String {
    switch self {
    case .unknownName(let name, let known):
      """
      there is no model called “\(name)”; known names are \(known.joined(separator: ", ")), and any other model is named \
      owner/repository as on huggingface.co
      """
    case .notAnAddress(let text): "“\(text)” is no address of a file; write https://host/path/file.gguf"
    case .notEncrypted(let text):
      "“\(text)” would be fetched without encryption, and anybody on the way could change it; use an https address"
    case .badEndpoint(let text):
      "HF_ENDPOINT is “\(text)”, which is no address of a hub; write https://host, or leave the variable unset"
    case .badToken(let variable):
      "\(variable) holds something that cannot be a token: a token is one word of letters, digits and signs"
    case .noModelFolder: "the folder for models is not known: neither XDG_DATA_HOME nor HOME is set to a path"
    case .noModel(let repository):
      "\(repository) holds no GGUF file of a model; name a repository of GGUF files, they often end in -GGUF"
    case .severalModels(let repository, let files):
      """
      \(repository) holds several models; choose one by facet pull \(repository):FILE, where FILE is one of \
      \(files.map { "\($0.path) (\(Self.size($0.bytes)))" }.joined(separator: ", "))
      """
    case .noSuchFile(let repository, let file, let models):
      models.isEmpty
        ? "\(repository) has no file \(file), and no other GGUF file of a model"
        : "\(repository) has no file \(file), or several of that name; it has \(models.joined(separator: ", "))"
    case .unsafePath(let repository, let path):
      "\(repository) lists a file “\(path)”, a path that could lead out of the folder of models, so it is not fetched"
    case .gated(let repository, let page):
      """
      \(repository) is given only to people who accept its licence: open \(page), accept it there, make a token under \
      Settings, and set HF_TOKEN to it
      """
    case .notAllowed(let address, let hasToken):
      hasToken
        ? "the server does not accept your token for \(address); check HF_TOKEN, and whether the token may read this"
        : "the server wants to know who you are before it gives \(address); set HF_TOKEN to a token of yours"
    case .notFound(let address): "there is no \(address); check the name"
    case .noRepository(let name, let endpoint, let hasToken):
      "\(endpoint) has no repository \(name)"
        + (hasToken
          ? " that your token may read; check the name" : "; check the name, or set HF_TOKEN if it is private")
    case .status(let status, let address):
      status >= 500
        ? "the server has a trouble of its own with \(address) (status \(status)); try again later"
        : "the server refuses \(address) (status \(status)); check the name, and whether a proxy stands between"
    case .busy(let address, let seconds):
      "the server has too much to do for \(address); try again "
        + (seconds.map { "in \(Self.time($0))" } ?? "in some minutes")
    case .notAHub(let endpoint, let reason):
      "\(endpoint) does not answer as a hub does: \(reason.words); check HF_ENDPOINT"
    case .badRedirect(let address, let reason): "\(address) \(reason.words)"
    case .notTheFile(let file, let isPage):
      isPage
        ? "a web page came in the place of \(file); the network may want you to log in first, or the address is that of a page"
        : "what came in the place of \(file) is not a GGUF file; check the address"
    case .wrongSize(let file, let expected, let found):
      "\(file) should have \(expected) bytes, and the server has \(found) for it; try again later, it may be changing"
    case .wrongDigest(let file, let expected, let found):
      """
      \(file) came twice with other contents than the hub lists (SHA-256 \(found.prefix(12))… instead of \
      \(expected.prefix(12))…), so it was thrown away; a proxy may be changing it
      """
    case .connection(let host, let reason):
      "\(host) cannot be reached: \(reason); check the network, and type the same again to go on"
    case .broken(let host):
      "the connection to \(host) broke off; check the network, and type the same again to go on"
    case .certificate(let host, let reason):
      "the connection to \(host) is not safe: \(reason); check the clock and the network, something may stand between"
    case .stalled(let host, let seconds):
      "\(host) has sent nothing for \(Self.time(seconds)); check the network, and type the same again to go on"
    case .cutOff(let file, let done, let total):
      """
      the connection broke off again and again after \(Self.size(done))\(total.map { " of \(Self.size($0))" } ?? "") of \
      \(file); type the same again to go on
      """
    case .diskTooSmall(let folder, let needed, let free):
      """
      \(Self.size(needed)) are still to be fetched and \(Self.size(free)) are free where \(folder) is; make room, or set \
      XDG_DATA_HOME to a folder on another disk
      """
    case .diskFull(let path): "the disk is full while \(path) is written; make room, and type the same again to go on"
    case .notWritten(let path, let code):
      "\(path) cannot be written: \(Self.words(code)); check who may write there, or set XDG_DATA_HOME to another folder"
    case .changed(let file):
      "\(file) is another file each time a part of it is fetched; try again later, it may be changing"
    case .beingPulled(let folder):
      "another facet pull is writing into \(folder); wait until it is done, or stop it and type the same again to go on"
    case .cancelled: "stopped; type the same again to go on"
    }
  }

  /// What is wrong, without what to do about it: for a failure after which the program tries again by itself.
  public var shortDescription: String {
    switch self {
    case .busy(let address, _): "the server has too much to do for \(address)"
    case .status(let status, _): "the server has a trouble of its own (status \(status))"
    case .connection(let host, let reason): "\(host) cannot be reached: \(reason)"
    case .broken(let host): "the connection to \(host) broke off"
    case .stalled(let host, let seconds): "\(host) has sent nothing for \(Self.time(seconds))"
    case .cutOff(let file, _, _): "the connection broke off in the middle of \(file)"
    case .changed(let file): "the part of \(file) that was asked for is not that of the file here"
    default: description
    }
  }

  /// A number of bytes in powers of ten, as disks are sold: `6.98 GB`.
  static func size(_ bytes: Int) -> String {
    var value = Double(bytes)
    for unit in ["bytes", "kB", "MB", "GB"] {
      if value < 999.5 || unit == "GB" {
        return unit == "bytes"
          ? "\(bytes) bytes" : String(format: value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value) + " " + unit
      }
      value /= 1000
    }
    return "\(bytes) bytes"
  }

  private static func time(_ seconds: Int) -> String {
    switch seconds {
    case 1: "1 second"
    case ..<120: "\(seconds) seconds"
    case ..<7200: "\((seconds + 59) / 60) minutes"
    default: "\((seconds + 3599) / 3600) hours"
    }
  }

  private static func words(_ code: Int32) -> String {
    let message = String(cString: strerror(code))
    return message.prefix(1).lowercased() + message.dropFirst()
  }
}

extension PullError.NotAHub {
  fileprivate var words: String {
    switch self {
    case .notJSON: "what came is not JSON"
    case .noCommit: "it does not say which commit is the newest"
    case .noListing: "its list of files cannot be understood"
    case .tooLong: "its list of files has no end"
    }
  }
}

extension PullError.BadRedirect {
  fileprivate var words: String {
    switch self {
    case .tooMany: "leads from one address to the next without end; try again later"
    case .notEncrypted: "leads from an encrypted address to one that is not, so it is not followed"
    case .notAnAddress: "leads to something that is no address of the web, so it is not followed"
    }
  }
}
