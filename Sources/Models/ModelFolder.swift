import Foundation

/// Where the models are that `facet pull` downloads.
public enum ModelFolder {
  /// `$XDG_DATA_HOME/facet/models`, or `~/.local/share/facet/models`; nil where neither is known.
  public static func standard(environment: [String: String] = ProcessInfo.processInfo.environment) -> String? {
    // A relative path does not count, says the specification: it would mean another folder each time.
    if let path = environment["XDG_DATA_HOME"], path.hasPrefix("/") { return path + "/facet/models" }
    guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
    return home + "/.local/share/facet/models"
  }
}
