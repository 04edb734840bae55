import Testing

@testable import Engine

/// What is free, by the machine and by the control groups.
@Suite struct SystemMemoryTests {
  private static let machine = "MemTotal:       16000000 kB\nMemFree: 1 kB\nMemAvailable:   13000000 kB\n"

  private func available(_ files: [String: String]) -> Int? {
    SystemMemory.available { files[$0] }
  }

  @Test func withoutAControlGroupItIsTheMachines() {
    #expect(available(["/proc/meminfo": Self.machine]) == 13_312_000_000)
    #expect(available([:]) == nil)
    #expect(SystemMemory.limit { ["/proc/meminfo": Self.machine][$0] } == nil)
  }

  @Test func theLimitOfTheOwnGroupCounts() {
    let folder = "/sys/fs/cgroup/user.slice/app.scope"
    let files = [
      "/proc/meminfo": Self.machine, "/proc/self/cgroup": "0::/user.slice/app.scope\n",
      folder + "/memory.max": "8000000000\n", folder + "/memory.current": "5000000000\n",
      folder + "/memory.stat": "anon 1000000000\ninactive_file 3000000000\nactive_file 500000000\nkernel 7\n",
      "/sys/fs/cgroup/user.slice/memory.max": "max\n",
    ]
    // What files hold is given back.
    #expect(available(files) == 6_500_000_000)
    #expect(SystemMemory.limit { files[$0] } == 8_000_000_000)
  }

  @Test func theNarrowestOfTheGroupsAboveCounts() {
    let files = [
      "/proc/meminfo": Self.machine, "/proc/self/cgroup": "0::/a/b\n",
      "/sys/fs/cgroup/a/memory.max": "4000000000", "/sys/fs/cgroup/a/memory.current": "1000000000",
      "/sys/fs/cgroup/a/b/memory.max": "6000000000", "/sys/fs/cgroup/a/b/memory.current": "500000000",
    ]
    #expect(available(files) == 3_000_000_000)
    #expect(SystemMemory.limit { files[$0] } == 4_000_000_000)
  }

  @Test func inAContainerTheRootIsTheOwnGroup() {
    let files = [
      "/proc/meminfo": Self.machine, "/proc/self/cgroup": "0::/../../x\n",
      "/sys/fs/cgroup/memory.max": "2000000000", "/sys/fs/cgroup/memory.current": "3000000000",
    ]
    // More may be used than is allowed, for a moment.
    #expect(available(files) == 0)
  }

  @Test func theOlderGroupsCountAsWell() {
    let folder = "/sys/fs/cgroup/memory/jobs/one"
    let files = [
      "/proc/meminfo": Self.machine, "/proc/self/cgroup": "5:cpu:/jobs\n4:memory:/jobs/one\n0::/\n",
      folder + "/memory.limit_in_bytes": "9223372036854771712", folder + "/memory.usage_in_bytes": "1",
      "/sys/fs/cgroup/memory/jobs/memory.limit_in_bytes": "3000000000",
      "/sys/fs/cgroup/memory/jobs/memory.usage_in_bytes": "2500000000",
      "/sys/fs/cgroup/memory/jobs/memory.stat": "total_inactive_file 1000000000\ninactive_file 5\n",
    ]
    #expect(available(files) == 1_500_000_000)
  }
}
