import Foundation

/// Downloads models: finds out what belongs to one, fetches it and writes down where it came from.
///
/// ```swift
/// let puller = Puller(access: try HubAccess(environment: environment), models: folder)
/// let plan = try puller.plan(PullTarget("gemma-4-12b", endpoint: puller.access.endpoint))
/// let origin = try puller.fetch(plan)
/// ```
/// Both functions wait for the network on the thread that calls them.
public struct Puller: Sendable {
  /// The hub.
  public let access: HubAccess
  /// The folder in which every model has one of its own.
  public let models: String
  /// The way to stop it.
  public let cancellation: PullCancellation

  let client: HTTPClient
  let retrying: Retrying
  private let freeSpace: @Sendable (String) -> Int?

  /// A puller into a folder of models.
  ///
  /// `freeSpace` tells how many bytes may be written where a path is; `report` is called on several threads, one at a time.
  public init(
    access: HubAccess, models: String, policy: RetryPolicy = RetryPolicy(),
    cancellation: PullCancellation = PullCancellation(),
    freeSpace: @escaping @Sendable (String) -> Int? = DiskSpace.free,
    report: @escaping @Sendable (PullEvent) -> Void = { _ in }
  ) {
    self.access = access
    self.models = models
    self.cancellation = cancellation
    self.freeSpace = freeSpace
    client = HTTPClient(access: access, policy: policy, cancellation: cancellation)
    retrying = Retrying(policy: policy, cancellation: cancellation, report: report)
  }

  /// Finds out what belongs to a model and what of it is in its folder; the hub is asked, and nothing is written.
  public func plan(_ target: PullTarget, without: Set<ModelOrigin.Role> = []) throws(PullError) -> PullPlan {
    try Planner(puller: self, without: without).plan(target)
  }

  /// Fetches what is missing, and writes `origin.json` when all is there.
  ///
  /// - Throws: `PullError`; what was fetched stays, and the same call goes on from there.
  public func fetch(_ plan: PullPlan) throws(PullError) -> ModelOrigin {
    let lock = try FolderLock(plan.folder)
    defer { withExtendedLifetime(lock) {} }
    var checked: [ModelOrigin.File] = []
    let missing = plan.files.map { file in file.state == .unchecked ? 0 : file.missingBytes }
    try checkSpace(missing.reduce(0, +), for: plan)
    for (file, rest) in zip(plan.files, missing.indices.map { missing[$0...].reduce(0, +) }) {
      // Other programs write, too, while gigabytes come.
      if rest > 0 { try checkSpace(rest, for: plan) }
      let (bytes, sha256) = try fetch(file, of: plan)
      let isElsewhere = file.repository != plan.files[0].repository
      checked.append(
        ModelOrigin.File(
          name: file.name, bytes: bytes, sha256: sha256, role: file.role,
          repository: isElsewhere ? file.repository?.text : nil, revision: isElsewhere ? file.commit : nil))
    }
    return try write(checked, of: plan)
  }

  private func fetch(_ file: PullPlan.File, of plan: PullPlan) throws(PullError) -> (bytes: Int, sha256: String) {
    let path = plan.folder + "/" + file.name
    if case .complete = file.state, let bytes = file.bytes, let sha256 = file.sha256 {
      retrying.report(.present(file: file.name, bytes: bytes))
      return (bytes, sha256)
    }
    if file.state == .unchecked, let bytes = file.bytes, let sha256 = file.sha256 {
      let found = try PartFile.sha256(of: path) { done, total throws(PullError) in
        try cancellation.check()
        retrying.report(.checking(file: file.name, done: done, of: total))
      }
      if found == sha256 {
        retrying.report(.present(file: file.name, bytes: bytes))
        return (bytes, sha256)
      }
      try checkSpace(bytes, for: plan)
    }
    let download = FileDownload(
      name: file.name, address: file.address, repository: file.repository, bytes: file.bytes, sha256: file.sha256,
      path: path, client: client, retrying: retrying)
    return try download.run()
  }

  private func checkSpace(_ needed: Int, for plan: PullPlan) throws(PullError) {
    guard needed > 0, let free = freeSpace(plan.folder), free < needed else { return }
    throw .diskTooSmall(folder: plan.folder, needed: needed, free: free)
  }

  /// Writes `origin.json`: with the files that an earlier pull had fetched besides these, as long as they are there.
  private func write(_ files: [ModelOrigin.File], of plan: PullPlan) throws(PullError) -> ModelOrigin {
    let repository = plan.files[0].repository?.text ?? plan.files[0].address.deletingLastPathComponent().path
    let earlier = ModelOrigin(folder: plan.folder)?.files ?? []
    let kept = earlier.filter { old in
      !files.contains { $0.role == old.role || $0.name == old.name }
        && PartFile.size(plan.folder + "/" + old.name) == old.bytes
    }
    let origin = ModelOrigin(
      name: plan.name, repository: repository, revision: plan.files[0].commit ?? "",
      endpoint: plan.endpoint.shownAddress, files: files + kept)
    do {
      try origin.write(folder: plan.folder)
    } catch {
      throw .notWritten(path: plan.folder + "/" + ModelOrigin.fileName, code: PartFile.code(error))
    }
    return origin
  }
}
