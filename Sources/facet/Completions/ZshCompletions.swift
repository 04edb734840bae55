/// The script for zsh.
enum ZshCompletions {
  static var script: String {
    """
    #compdef facet
    # Completions of facet for zsh. Put what "facet completions zsh" prints into a file _facet in a folder of $fpath, or
    # source it after compinit.

    _facet() {
      local -a subcommands=(
    \(Subcommand.offered.map { "    " + Shell.quoted("\($0.word):\($0.summary)") }.joined(separator: "\n"))
      )
      if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then
        _describe -t commands subcommand subcommands
        return
      fi
      case $words[2] in
    \(Subcommand.allCases.map(branch).joined(separator: "\n"))
        help) _describe -t commands subcommand subcommands ;;
        *)
          _arguments -s -S \\
    \(specifications(.chat, indent: 8)) ;;
      esac
    }

    if [[ $funcstack[1] == _facet ]]; then
      _facet "$@"
    else
      compdef _facet facet
    fi

    """
  }

  private static func branch(_ subcommand: Subcommand) -> String {
    """
        \(subcommand.rawValue))
          shift words
          (( CURRENT-- ))
          _arguments -s -S \\
    \(specifications(subcommand, indent: 8)) ;;
    """
  }

  private static func specifications(_ subcommand: Subcommand, indent: Int) -> String {
    var all = (subcommand.options + (subcommand == .chat ? [.version] : [])).flatMap(specifications)
    if subcommand.takesFiles { all.append(Shell.quoted("1:\(subcommand.operandName):_files")) }
    if !subcommand.words.isEmpty {
      all.append(Shell.quoted("1:\(subcommand.operandName):(\(subcommand.words.joined(separator: " ")))"))
    }
    return all.map { String(repeating: " ", count: indent) + $0 }.joined(separator: " \\\n")
  }

  /// One for the long name and one for the short one, which exclude each other unless the option may be repeated.
  private static func specifications(_ option: Option) -> [String] {
    let help = option.help.replacing("[", with: "\\[").replacing("]", with: "\\]").replacing(":", with: "\\:")
    let exclusion = option.isRepeatable ? "*" : "(\(option.spellings.joined(separator: " ")))"
    let action: String
    switch option.value {
    case .none: action = ""
    case .file: action = ":\(option.placeholder):_files"
    case .choice(let words): action = ":\(option.placeholder):(\(words.joined(separator: " ")))"
    case .text, .number, .integer: action = ":\(option.placeholder): "
    }
    return option.spellings.map { spelling in
      let end = option.value == .none ? "" : spelling.hasPrefix("--") ? "=" : "+"
      return Shell.quoted("\(exclusion)\(spelling)\(end)[\(help)]\(action)")
    }
  }
}
