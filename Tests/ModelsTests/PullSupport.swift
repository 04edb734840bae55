import Chat
import Foundation
import Synchronization
import TestSupport

@testable import Models

/// A pull into a folder of its own, with a patience of milliseconds.
final class TestPull: Sendable {
  let folder: TestFolder
  let cancellation = PullCancellation()
  private let seen = Mutex<[PullEvent]>([])

  init() throws { folder = try TestFolder() }

  /// What was told so far.
  var events: [PullEvent] { seen.withLock { $0 } }

  /// The waits so far, in the seconds of the policy.
  var waits: [Double] {
    events.compactMap { if case .waiting(_, let seconds, _, _) = $0 { seconds } else { nil } }
  }

  /// A second lasts a millisecond, a connection is dead after five true minutes, and chance is the same every time.
  static var policy: RetryPolicy {
    var policy = RetryPolicy()
    policy.second = .milliseconds(1)
    policy.stallTime = 300_000
    policy.chance = { 1 }
    return policy
  }

  func puller(
    _ address: String, token: String? = nil, policy: RetryPolicy = TestPull.policy,
    freeSpace: @escaping @Sendable (String) -> Int? = { _ in nil },
    listening: @escaping @Sendable (PullEvent) -> Void = { _ in }
  ) throws -> Puller {
    Puller(
      access: HubAccess(endpoint: try HubAccess.endpoint(address), token: token), models: folder.path,
      policy: policy, cancellation: cancellation, freeSpace: freeSpace,
      report: { [self] event in
        seen.withLock { $0.append(event) }
        listening(event)
      })
  }

  /// Plans and fetches, on a thread of its own as the program does.
  @discardableResult
  func pull(_ name: String, _ puller: Puller, without: Set<ModelOrigin.Role> = []) async throws -> ModelOrigin {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread {
        continuation.resume(
          with: Result {
            try puller.fetch(
              puller.plan(PullTarget(name, endpoint: puller.access.endpoint), without: without))
          })
      }
    }
  }

  /// What a pull fails with; nil when it succeeds.
  func failure(_ name: String, _ puller: Puller) async -> PullError? {
    do {
      try await pull(name, puller)
      return nil
    } catch {
      return error as? PullError
    }
  }

  /// The contents of a file in the folder of a model.
  func bytes(_ path: String) -> [UInt8]? {
    FileManager.default.contents(atPath: folder.path + "/" + path).map { [UInt8]($0) }
  }

  /// The names of what is in the folder of a model, in order.
  func names(_ model: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path + "/" + model)) ?? []).sorted()
  }
}
