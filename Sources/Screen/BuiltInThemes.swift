import Foundation

/// The themes that the program carries with it, so that a single file of it has them: those of `themes/` at the top of the tree.
enum BuiltInThemes {
  /// Their files' names without the ending, and what is in them.
  static let all: [String: [UInt8]] = [
    "dark": PackageResources.dark_json5,
    "light": PackageResources.light_json5,
    "high-contrast": PackageResources.high_contrast_json5,
    "solarized": PackageResources.solarized_json5,
    "monochrome": PackageResources.monochrome_json5,
  ]
}
