import Foundation

/// Hosts that are asked without the proxy that the environment names: a server on this machine is none of its business.
public enum ProxyExemption {
  /// Adds the host of a server on this machine to `no_proxy`, which is read when a connection begins.
  ///
  /// To be called before threads begin their work: the environment is not made for several.
  public static func add(_ address: ServerAddress) {
    guard address.distance == .thisMachine else { return }
    let environment = ProcessInfo.processInfo.environment
    let present = environment["no_proxy"] ?? environment["NO_PROXY"] ?? ""
    let hosts = present.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    // `::1` is asked as localhost.
    let new = [address.host, "localhost"].filter { !hosts.contains($0) }
    guard !new.isEmpty, !hosts.contains("*") else { return }
    setenv("no_proxy", (hosts + new).joined(separator: ","), 1)
  }
}
