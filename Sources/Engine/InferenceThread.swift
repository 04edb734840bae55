import Foundation
import Synchronization

/// The thread that all inference runs on, as an executor for the inference actor: it never takes a thread from Swift's cooperative pool.
final class InferenceThread: SerialExecutor {
  private struct State {
    var jobs: [UnownedJob] = []
    var isEnding = false
  }

  /// Shared with the thread, which must not keep the executor itself alive.
  private final class Queue: Sendable {
    private let condition = NSCondition()
    private let state = Mutex(State())

    func add(_ job: UnownedJob) {
      condition.lock()
      state.withLock { $0.jobs.append(job) }
      condition.signal()
      condition.unlock()
    }

    func end() {
      condition.lock()
      state.withLock { $0.isEnding = true }
      condition.signal()
      condition.unlock()
    }

    /// The next job; nil when there will be none.
    func next() -> UnownedJob? {
      condition.lock()
      defer { condition.unlock() }
      while true {
        let (job, isEnding) = state.withLock { state in
          (state.jobs.isEmpty ? nil : state.jobs.removeFirst(), state.isEnding)
        }
        if let job { return job }
        if isEnding { return nil }
        condition.wait()
      }
    }
  }

  private let queue = Queue()

  init() {
    let queue = queue
    let thread = Thread { [weak self] in
      while let job = queue.next() {
        guard let self else { return }
        job.runSynchronously(on: self.asUnownedSerialExecutor())
      }
    }
    thread.name = "inference"
    thread.stackSize = 16 << 20
    thread.start()
  }

  deinit { queue.end() }

  func enqueue(_ job: consuming ExecutorJob) { queue.add(UnownedJob(job)) }

  func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }
}
