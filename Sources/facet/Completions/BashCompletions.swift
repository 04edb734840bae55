/// The script for bash, which needs no other package.
enum BashCompletions {
  static var script: String {
    """
    # Completions of facet for bash. Put what "facet completions bash" prints into
    # ~/.local/share/bash-completion/completions/facet, or source it.

    _facet() {
      local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} subcommand=chat words=
      # bash takes --name=value apart at the sign.
      if [[ $word == = ]]; then
        word=
      elif [[ $before == = ]]; then
        before=${COMP_WORDS[COMP_CWORD-2]}
      fi
      COMPREPLY=()
      if [[ $COMP_CWORD -gt 1 ]]; then
        case ${COMP_WORDS[1]} in
          \(Subcommand.offered.map(\.word).joined(separator: "|"))) subcommand=${COMP_WORDS[1]} ;;
        esac
      fi
      case "$subcommand $before" in
    \(values.joined(separator: "\n"))
      esac
      case $subcommand in
    \(options.joined(separator: "\n"))
      esac
      if [[ $COMP_CWORD -eq 1 ]]; then words+=" \(Subcommand.offered.map(\.word).joined(separator: " ")) \(Option.version.spellings.joined(separator: " "))"; fi
      mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
      if [[ $COMP_CWORD -gt 1 && $word != -* ]]; then
        case $subcommand in
          \(Subcommand.allCases.filter(\.takesFiles).map(\.rawValue).joined(separator: "|"))) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "$word") ;;
        esac
      fi
    }
    complete -F _facet facet

    """
  }

  /// What may follow an option, for each kind of value.
  private static var values: [String] {
    Subcommand.allCases.flatMap { subcommand -> [String] in
      subcommand.options.compactMap { option in
        let places = option.spellings.map { "\"\(subcommand.rawValue) \($0)\"" }.joined(separator: "|")
        switch option.value {
        case .none: return nil
        case .file:
          return "    \(places)) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- \"$word\"); return ;;"
        case .choice(let words):
          return
            "    \(places)) mapfile -t COMPREPLY < <(compgen -W \"\(words.joined(separator: " "))\" -- \"$word\"); return ;;"
        case .text, .number, .integer: return "    \(places)) return ;;"
        }
      }
    }
  }

  /// What may stand anywhere: options, and words where there are only so many.
  private static var options: [String] {
    Subcommand.allCases.map { subcommand in
      let all = subcommand.words + subcommand.options.flatMap(\.spellings)
      return "    \(subcommand.rawValue)) words=\"\(all.joined(separator: " "))\" ;;"
    } + ["    help) words=\"\(Subcommand.allCases.map(\.rawValue).joined(separator: " "))\" ;;"]
  }
}
