import Dispatch

/// Runs the store's jobs one after the other on a thread that may wait for the disk.
final class StoreExecutor: SerialExecutor {
  private let queue = DispatchQueue(label: "facet.store", qos: .userInitiated)

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }
}
