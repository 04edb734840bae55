/// The script for fish.
enum FishCompletions {
  static var script: String {
    """
    # Completions of facet for fish. Put what "facet completions fish" prints into
    # ~/.config/fish/completions/facet.fish.

    function __facet_subcommand
        set -l words (commandline -opc)
        if set -q words[2]; and contains -- $words[2] \(Subcommand.offered.map(\.word).joined(separator: " "))
            echo $words[2]
        else
            echo chat
        end
    end

    function __facet_in
        test (__facet_subcommand) = $argv[1]
    end

    function __facet_first
        test (count (commandline -opc)) -eq 1
    end

    complete -c facet -f
    complete -c facet -n __facet_first\(arguments(.version))
    \(lines.joined(separator: "\n"))

    """
  }

  private static var lines: [String] {
    var lines = Subcommand.offered.map { offer in
      "complete -c facet -n __facet_first -a \(offer.word) -d \(Shell.quoted(offer.summary))"
    }
    for subcommand in Subcommand.allCases {
      let condition = "complete -c facet -n '__facet_in \(subcommand.rawValue)'"
      lines += subcommand.options.map { condition + arguments($0) }
      if subcommand.takesFiles { lines.append(condition + " -F") }
      if !subcommand.words.isEmpty {
        lines.append(condition + " -a " + Shell.quoted(subcommand.words.joined(separator: " ")))
      }
    }
    lines.append(
      "complete -c facet -n '__facet_in help' -a "
        + Shell.quoted(Subcommand.allCases.map(\.rawValue).joined(separator: " ")))
    return lines
  }

  private static func arguments(_ option: Option) -> String {
    let value: String
    switch option.value {
    case .none: value = ""
    case .file: value = " -r -F"
    case .choice(let words): value = " -x -a " + Shell.quoted(words.joined(separator: " "))
    case .text, .number, .integer: value = " -x"
    }
    let short = option.short.map { " -s \($0)" } ?? ""
    return "\(short) -l \(option.name.rawValue)\(value) -d \(Shell.quoted(option.help))"
  }
}
