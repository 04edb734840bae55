import Foundation

/// Where an OpenAI-compatible server is: the address that stands before `/chat/completions`.
public struct ServerAddress: Sendable, Equatable {
  /// How far away a server is, by its name alone: nobody is asked.
  public enum Distance: Sendable, Equatable {
    /// `localhost`, 127.0.0.0/8, `::1`.
    case thisMachine
    /// A private or link-local address, or a name that only a local network knows.
    case privateNetwork
    /// Anything else.
    case elsewhere
  }

  /// As it is asked, without a slash at its end.
  public let url: URL
  /// The host in small letters, an IPv6 address without brackets.
  public let host: String

  /// Takes what a person wrote: `http://127.0.0.1:8080`, `https://example.org/v1/`; nil for what is no address of HTTP.
  ///
  /// Where there is no path it becomes `/v1`, which is where servers of this kind answer. A name and a password in an address are not taken: it is
  /// shown on the screen.
  public init?(_ text: String) {
    guard var parts = URLComponents(string: text), ["http", "https"].contains(parts.scheme?.lowercased()),
      let host = parts.host, !host.isEmpty, parts.query == nil, parts.fragment == nil, parts.user == nil,
      parts.password == nil, parts.port.map({ (1...65535).contains($0) }) ?? true
    else { return nil }
    parts.scheme = parts.scheme?.lowercased()
    while parts.path.hasSuffix("/") { parts.path.removeLast() }
    if parts.path.isEmpty { parts.path = "/v1" }
    guard let url = parts.url, url.host != nil else { return nil }
    self.url = url
    self.host = host.lowercased().trimmingCharacters(in: ["[", "]"])
  }

  /// The address of one of the server's services: `endpoint("models")` → `http://127.0.0.1:8080/v1/models`.
  public func endpoint(_ path: String) -> URL { url.appendingPathComponent(path) }

  /// Host and port, as people read them: `gpu-box:8000`; without a port where it is the usual one.
  public var name: String {
    let shown = host.contains(":") ? "[\(host)]" : host
    return url.port.map { "\(shown):\($0)" } ?? shown
  }

  /// Whether what is sent can only be read at its end.
  public var isEncrypted: Bool { url.scheme == "https" }

  /// Whether both lead to the same program: what is meant for one may be told the other.
  public func isSameServer(as other: ServerAddress) -> Bool {
    func port(_ address: ServerAddress) -> Int { address.url.port ?? (address.isEncrypted ? 443 : 80) }
    return host == other.host && port(self) == port(other) && url.scheme == other.url.scheme
  }

  /// How far away the server is.
  public var distance: Distance {
    if let numbers = Self.ipv4(host) { return Self.distance(ofIPv4: numbers) }
    if host.contains(":") { return Self.distance(ofIPv6: host) }
    let name = host.hasSuffix(".") ? String(host.dropLast()) : host
    if name == "localhost" || name.hasSuffix(".localhost") { return .thisMachine }
    let local = [".local", ".lan", ".internal", ".home.arpa", ".home", ".intranet"]
    return !name.contains(".") || local.contains { name.hasSuffix($0) } ? .privateNetwork : .elsewhere
  }

  /// Whether what is sent can be read by whoever is between.
  public var isOpenToReaders: Bool { !isEncrypted && distance == .elsewhere }

  private static func ipv4(_ host: String) -> [UInt8]? {
    var address = in_addr()
    guard inet_pton(AF_INET, host, &address) == 1 else { return nil }
    return withUnsafeBytes(of: address.s_addr) { Array($0) }
  }

  private static func distance(ofIPv4 numbers: [UInt8]) -> Distance {
    switch (numbers[0], numbers[1]) {
    case (127, _), (0, 0): .thisMachine
    // RFC 1918, link-local addresses, and the block of RFC 6598, which private overlays use.
    case (10, _), (172, 16...31), (192, 168), (169, 254), (100, 64...127): .privateNetwork
    default: .elsewhere
    }
  }

  private static func distance(ofIPv6 host: String) -> Distance {
    var address = in6_addr()
    // The part after "%" names a network interface.
    guard inet_pton(AF_INET6, String(host.prefix { $0 != "%" }), &address) == 1 else { return .elsewhere }
    let bytes = withUnsafeBytes(of: address) { Array($0) }
    if bytes.dropLast().allSatisfy({ $0 == 0 }), bytes[15] <= 1 { return .thisMachine }
    if bytes.prefix(10).allSatisfy({ $0 == 0 }), bytes[10] == 0xFF, bytes[11] == 0xFF {
      return distance(ofIPv4: Array(bytes[12...]))
    }
    // Unique local addresses (fc00::/7) and link-local ones (fe80::/10).
    return bytes[0] & 0xFE == 0xFC || (bytes[0] == 0xFE && bytes[1] & 0xC0 == 0x80) ? .privateNetwork : .elsewhere
  }
}
