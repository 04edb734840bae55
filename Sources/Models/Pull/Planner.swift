import Foundation

/// Finds out what a pull is going to fetch.
struct Planner {
  let puller: Puller
  /// What the person does not want.
  let without: Set<ModelOrigin.Role>

  private var hub: Hub { Hub(client: puller.client, retrying: puller.retrying) }

  func plan(_ target: PullTarget) throws(PullError) -> PullPlan {
    switch target {
    case .catalogue(let entry): try plan(entry)
    case .repository(let repository, let revision, let file):
      try plan(repository, revision: revision, file: file)
    case .address(let url): try plan(url)
    }
  }

  private func plan(_ entry: Catalogue.Entry) throws(PullError) -> PullPlan {
    var listings: [RepositoryName: Hub.Listing] = [:]
    var files: [Found] = []
    var omissions: [PullPlan.Omission] = []
    for source in entry.files {
      if without.contains(source.role) {
        omissions.append(.init(role: source.role, reason: nil))
        continue
      }
      do throws(PullError) {
        if listings[source.repository] == nil {
          listings[source.repository] = try listing(source.repository, revision: nil)
        }
        guard let listing = listings[source.repository] else { continue }
        guard let file = FileSelection.file(source, in: listing.files) else {
          throw .noSuchFile(
            repository: source.repository.text, file: source.patterns[0].text,
            models: FileSelection.models(in: listing.files).map(\.name))
        }
        files.append(Found(role: source.role, file: file, listing: listing))
      } catch {
        // The model answers without a projector and without a drafter; a hub that is out of reach is no reason to do without.
        guard source.role != .model, !error.isPassing, error != .cancelled else { throw error }
        omissions.append(.init(role: source.role, reason: error))
      }
    }
    return try plan(files, name: entry.name, omissions: omissions)
  }

  private func plan(
    _ repository: RepositoryName, revision: String?, file: String?
  ) throws(PullError) -> PullPlan {
    let listing = try listing(repository, revision: revision)
    let models = FileSelection.models(in: listing.files)
    // Somebody may want the projector or the drafter alone.
    if let file, let exact = listing.files.first(where: { $0.path == file }),
      let role = exact.role, role != .model
    {
      return try plan([Found(role: role, file: exact, listing: listing)], name: repository.folderName, omissions: [])
    }
    let model: FileSelection.Candidate
    if let file {
      guard let named = FileSelection.model(named: file, in: listing.files) else {
        throw .noSuchFile(repository: repository.text, file: file, models: models.map(\.name))
      }
      model = named
    } else {
      guard let only = models.first else { throw .noModel(repository: repository.text) }
      guard models.count == 1 else {
        throw .severalModels(
          repository: repository.text,
          files: models.map { HubFile(path: $0.name, bytes: $0.bytes, sha256: nil) })
      }
      model = only
    }
    var files = model.files.map { Found(role: .model, file: $0, listing: listing) }
    var omissions: [PullPlan.Omission] = []
    for (role, file) in [
      (ModelOrigin.Role.projector, FileSelection.projector(in: listing.files)),
      (.drafter, FileSelection.drafter(in: listing.files)),
    ] {
      guard let file else { continue }
      if without.contains(role) {
        omissions.append(.init(role: role, reason: nil))
      } else {
        files.append(Found(role: role, file: file, listing: listing))
      }
    }
    // Several quantisations of one repository are several models, each with a folder of its own.
    let name = repository.folderName + (models.count == 1 ? "" : "--" + Self.stem(model.files[0].name))
    return try plan(files, name: name, omissions: omissions)
  }

  private func plan(_ url: URL) throws(PullError) -> PullPlan {
    let name = url.lastPathComponent
    guard HubFile(path: name, bytes: 0, sha256: nil).isSafe else {
      throw .unsafePath(repository: url.host ?? "", path: name)
    }
    guard ShelfWalk.isModelFile(name) else { throw .notTheFile(file: name, isPage: false) }
    let head = try puller.retrying.run { () throws(PullError) in
      let reader = ShortBody(limit: 0, tooLong: .notFound(address: url.shownAddress)) { _ in }
      return try puller.client.get(url, isHead: true, reader: reader)
    }
    // Not every server answers such a question, and who signs an address may have meant getting alone (401, 403); then the size, or the refusal, shows
    // itself later.
    let isKnown = head.status == 200
    if [404, 410].contains(head.status) { throw PullError(head, repository: nil, access: puller.access) }
    if isKnown, head.isPage { throw .notTheFile(file: name, isPage: true) }
    let model = (url.host ?? "") + "--" + Self.stem(name)
    let folder = puller.models + "/" + model
    let bytes = isKnown ? head.length : nil
    let role = ModelOrigin.Role(ofFile: name, bytes: bytes) ?? .model
    return PullPlan(
      name: model, folder: folder, endpoint: URL(string: "/", relativeTo: url)?.absoluteURL ?? url,
      files: [
        PullPlan.File(
          role: role, name: name, bytes: bytes, sha256: nil, address: url, repository: nil, commit: nil,
          state: PartFile.bytes(of: folder + "/" + name) > 0
            ? .partly(PartFile.bytes(of: folder + "/" + name)) : .missing)
      ], omissions: [])
  }

  /// A file that was found in a listing.
  private struct Found {
    let role: ModelOrigin.Role
    let file: HubFile
    let listing: Hub.Listing
  }

  private func plan(
    _ found: [Found], name: String, omissions: [PullPlan.Omission]
  ) throws(PullError) -> PullPlan {
    let folder = puller.models + "/" + name
    let origin = ModelOrigin(folder: folder)
    var files: [PullPlan.File] = []
    for found in found {
      let file = found.file
      guard file.isSafe else { throw .unsafePath(repository: found.listing.repository.text, path: file.path) }
      files.append(
        PullPlan.File(
          role: found.role, name: file.name, bytes: file.bytes, sha256: file.sha256,
          address: hub.address(of: file.path, in: found.listing.repository, commit: found.listing.commit),
          repository: found.listing.repository, commit: found.listing.commit,
          state: Self.state(of: file, in: folder, origin: origin)))
    }
    return PullPlan(
      name: name, folder: folder, endpoint: puller.access.endpoint, files: files, omissions: omissions)
  }

  /// How much of a file is in the folder, without reading it.
  private static func state(of file: HubFile, in folder: String, origin: ModelOrigin?) -> PullPlan.State {
    let path = folder + "/" + file.name
    if PartFile.size(path) == file.bytes, file.sha256 != nil {
      let isChecked = origin?.files.contains {
        $0.name == file.name && $0.bytes == file.bytes && $0.sha256 == file.sha256
      }
      return isChecked == true ? .complete : .unchecked
    }
    let part = PartFile.bytes(of: path)
    return part > 0 && part <= file.bytes ? .partly(part) : .missing
  }

  private func listing(_ repository: RepositoryName, revision: String?) throws(PullError) -> Hub.Listing {
    puller.retrying.report(.listing(repository: repository.text))
    return try hub.listing(repository, revision: revision)
  }

  /// The name of a file without its ending, in characters that a folder and a command line take.
  private static func stem(_ name: String) -> String {
    let stem = name.lowercased().hasSuffix(".gguf") ? String(name.dropLast(".gguf".count)) : name
    return String(
      stem.unicodeScalars.prefix(100).map {
        $0.isASCII && ($0.properties.isAlphabetic || "0123456789-_.".unicodeScalars.contains($0)) ? Character($0) : "_"
      })
  }
}
