import Gemma

/// The subcommands, in the order in which `facet --help` lists them.
enum Subcommand: String, CaseIterable, Sendable {
  /// What `facet` does when no subcommand is named.
  case chat
  case run
  case pull
  case models
  case inspect
  case tokenize
  case prompt
  case logits
  case devices
  case config
  case bench
  case doctor
  case completions
  case man

  /// How it is called: "facet run"; the chat needs no name.
  var invocation: String { self == .chat ? "facet" : "facet \(rawValue)" }

  /// One line for the overview.
  var summary: String {
    switch self {
    case .chat: "talk with the model on the whole screen; also without a subcommand"
    case .run: "ask the model and print its answer"
    case .pull: "download a model"
    case .models: "list the models on this machine, and manage them"
    case .inspect: "print the metadata and the tensors of a GGUF file"
    case .tokenize: "print the tokens of a text"
    case .prompt: "print the prompt that a conversation becomes"
    case .logits: "write the logits of all positions to a file"
    case .devices: "list the microphones"
    case .config: "print the configuration in effect"
    case .bench: "measure how fast this machine is with a model"
    case .doctor: "say what facet finds on this machine, and what is wrong"
    case .completions: "print what a shell needs to complete arguments"
    case .man: "print the manual page"
    }
  }

  /// What stands after `facet NAME` in the usage line.
  var usage: String {
    switch self {
    case .chat: "[OPTION]…"
    case .run: "[OPTION]… [PROMPT… | -]"
    case .pull: "[OPTION]… [NAME | OWNER/REPOSITORY[:FILE] | URL]"
    case .models: "[list | show | default | verify | remove] [NAME] [OPTION]…"
    case .inspect: "[OPTION]… MODEL"
    case .tokenize: "[OPTION]… [TEXT… | -]"
    case .prompt: "[OPTION]… FILE.json"
    case .logits: "--tokens FILE --output FILE [OPTION]…"
    case .devices, .config, .bench, .doctor, .man: "[OPTION]…"
    case .completions: "bash | zsh | fish"
    }
  }

  /// How many words may stand beside the options.
  var operands: ClosedRange<Int> {
    switch self {
    case .run, .tokenize: 0...Int.max
    case .pull: 0...1
    case .models: 0...2
    case .inspect, .prompt, .completions: 1...1
    case .chat, .logits, .devices, .config, .bench, .doctor, .man: 0...0
    }
  }

  /// What a missing operand is called in an error.
  var operandName: String {
    switch self {
    case .run: "PROMPT"
    case .pull: "NAME"
    case .models: "WORD"
    case .inspect: "MODEL"
    case .tokenize: "TEXT"
    case .prompt: "FILE.json"
    case .completions: "SHELL"
    case .chat, .logits, .devices, .config, .bench, .doctor, .man: "operand"
    }
  }

  /// What `--help` says below the usage line.
  var discussion: String {
    switch self {
    case .chat:
      """
      Opens the chat: text, pictures, recordings and documents go into one conversation, which is saved by itself. \
      Drop a file on the window to attach it; F1 shows the keys. Where the screen cannot be used (--plain, TERM=dumb, \
      standard input or output that is no terminal) the same conversation goes line by line. What is not given here \
      comes from the configuration, see facet config.
      """
    case .run:
      """
      Reads the PROMPT and the attached files, and streams the answer to standard output. Several words make one \
      prompt. With "-", or without a PROMPT when standard input is not a terminal, the prompt is read from standard \
      input. Pictures, recordings and files stand before the text, in the order in which they are given.
      """
    case .pull:
      """
      Downloads a model with its projector and its drafter into $XDG_DATA_HOME/facet/models or \
      ~/.local/share/facet/models. Without an argument it lists the names that facet knows. OWNER/REPOSITORY is one of \
      huggingface.co; where it holds several models, FILE or a part of its name such as Q4_0 chooses. Every file is \
      checked against the SHA-256 that the hub lists. What was broken off is gone on with by the same command. This is \
      the one subcommand that downloads. HF_TOKEN, HF_ENDPOINT, https_proxy and no_proxy mean what they usually do.
      """
    case .models:
      """
      Lists the Gemma 4 models that are there, in place: those of facet pull, Ollama, LM Studio, llama.cpp and Hugging \
      Face's cache, and the configured one. Wherever facet takes a model, it takes such a name. "show" tells what a model \
      is and the memory that it takes, "default" writes into the configuration which one answers where neither a model nor a server is named (guide \
      for the built-in one), "verify" holds files against their hashes, "remove" deletes what facet pull fetched.
      """
    case .inspect:
      """
      Prints what a GGUF file says of itself, and what tensors it holds. Nothing is loaded. A model in parts is named \
      by its first part. Long texts and arrays are cut, with their length.
      """
    case .tokenize:
      """
      Prints one line for each token: its number, a tab, and the text it stands for. With "-", or without a TEXT when \
      standard input is not a terminal, the text is read from standard input.
      """
    case .prompt:
      """
      Reads a conversation in the format of the OpenAI chat API (an object with "messages", and if wanted "tools", \
      "enable_thinking" and "add_generation_prompt") and prints exactly the text that the model would see, with no \
      newline added. FILE.json may be "-" for standard input.
      """
    case .logits:
      """
      Evaluates a JSON array of token ids and writes one row of logits for each, as raw little-endian 32-bit floats. \
      Pictures and recordings stand in the array as <|image>, one <|image|> for each soft token, <image|>, and as \
      <|audio>, <|audio|>…, <audio|>; the files are taken in the order of the array. The soft cap is applied, and no \
      token is suppressed.
      """
    case .devices:
      """
      Prints one line for each device of ALSA that can be recorded from: its name, and what the system says of it. The \
      key "device" of the configuration takes a name.
      """
    case .config:
      """
      Prints every key of the configuration as commented JSON5, with where its value comes from, and says what is wrong \
      with the file. It is read from $XDG_CONFIG_HOME/facet/config.json5 or ~/.config/facet/config.json5, never from the \
      current folder. What is printed is a configuration to change.
      """
    case .bench:
      """
      Loads the model and measures, a number of rounds: reading a prompt and writing with nothing and with thousands of \
      tokens before, several tokens at once, rounds with the drafter, a picture, ten seconds of speech, and between them what the memory gives, \
      which is the limit of writing. It prints the middle, the least and the most of each. Close other programs before. \
      Tokens are drawn at random by the same seed, and a long past is made by filling the cache, which costs the same as \
      a read one. Ctrl-C ends it with what is there.
      """
    case .doctor:
      """
      Prints the processor and the kernels chosen for it, memory, the model and whether it can be loaded, what the \
      terminal can do, microphones, other programs and folders; and at the end what is wrong, with the remedy. Nothing \
      is loaded or changed. The exit status is 1 if something that everybody needs is broken.
      """
    case .completions:
      """
      Prints a script for bash, zsh or fish, which completes subcommands, options, their values and files. The script's \
      first lines say where it belongs.
      """
    case .man:
      """
      Prints a manual page of all subcommands and options in the format of man(1), to be read at once or put where man \
      looks for pages, such as ~/.local/share/man/man1/facet.1.
      """
    }
  }

  /// The table from which arguments are parsed and `--help` is printed.
  var options: [Option] {
    switch self {
    case .chat:
      [
        .model, .projector, .drafter, .noDraft, .server, .noServer, .apiKeyFile,
        Option(
          .context, "c", .integer(64...1_048_576), "N", in: .model,
          "room for the conversation, in tokens (32768, or what fits into the memory)"),
        .threads, .kv,
        Option(.attach, "a", .file, "FILE", repeats: true, in: .question, "a file to attach to the first message"),
        Option(.system, "s", .text, "TEXT", in: .question, "what the model is told before a new conversation"),
        Option(.last, "l", in: .question, "go on with the conversation that was used last"),
        Option(.open, "o", .text, "TITLE", in: .question, "go on with the conversation of this title"),
        Option(.think, in: .answer, "let the model think before it answers"),
        Option(
          .temperature, nil, .number(0...2), "T", in: .answer,
          "0 takes the likeliest token every time (the model's own)"),
        Option(.theme, nil, .text, "NAME", in: .output, "the colours; /theme in the chat lists them"),
        Option(.plain, in: .output, "line by line, without drawing on the screen"),
        .help,
      ]
    case .run:
      [
        .model, .projector, .drafter, .noDraft, .server, .noServer, .apiKeyFile, .context, .threads, .kv,
        .image, .audio,
        Option(.file, "f", .file, "FILE", repeats: true, in: .question, "a text file to read"),
        .budget,
        Option(.system, "s", .text, "TEXT", in: .question, "what the model is told before the conversation"),
        Option(.think, in: .answer, "let the model think before it answers"),
        Option(
          .temperature, nil, .number(0...10), "T", in: .answer,
          "0 takes the likeliest token every time (the model's own)"),
        Option(
          .topK, nil, .integer(0...1_048_576), "K", in: .answer,
          "choose among the K likeliest tokens; 0 for all (the model's own)"),
        Option(
          .topP, nil, .number(0...1), "P", in: .answer,
          "choose among the likeliest tokens that make up P (the model's own)"),
        Option(
          .minP, nil, .number(0...1), "P", in: .answer,
          "leave out tokens less likely than P times the likeliest (the model's own)"),
        Option(
          .repeatPenalty, nil, .number(0.1...10), "R", in: .answer,
          "above 1, make tokens of the answer less likely to come again (1)"),
        Option(.seed, nil, .integer(0...Int.max), "N", in: .answer, "the same seed gives the same answer again"),
        Option(.maxTokens, "n", .integer(1...1_048_576), "N", in: .answer, "stop after N tokens"),
        Option(.json, in: .output, "print one JSON object a line, for programs"),
        Option(.stats, in: .output, "print figures on standard error at the end"),
        .help,
      ]
    case .pull:
      [
        Option(.noProjector, in: .model, "without the projector, which pictures and sound need"),
        Option(.noDrafter, in: .model, "without the drafter, which makes answers quicker"),
        Option(.dryRun, in: .output, "say what would be downloaded and how large it is, and download nothing"),
        .help,
      ]
    case .models:
      [
        Option(.json, in: .output, "print JSON: of list, show and verify"),
        Option(.yes, "y", in: .other, "delete without asking"), .help,
      ]
    case .inspect:
      [Option(.json, in: .output, "print one JSON object"), .help]
    case .tokenize:
      [
        .model,
        Option(.markers, in: .question, "read markers such as <|turn> as the tokens they name, not as plain text"),
        Option(.json, in: .output, "print a JSON array of numbers"),
        .help,
      ]
    case .prompt:
      [
        Option(
          .index, nil, .integer(0...Int.max), "N", in: .question,
          "which conversation, counted from 0, when the file holds an array of them"),
        .help,
      ]
    case .logits:
      [
        .model, .projector, .threads,
        Option(
          .kv, nil, .choice(KVCache.Format.allCases.map(\.rawValue)), "FORMAT", in: .model,
          "how keys and values are kept: f16, two bytes each, or q8_0, a byte (f16)"),
        Option(.tokens, nil, .file, "FILE", in: .question, "a JSON array of token ids"),
        .image, .audio, .budget,
        Option(.output, "o", .file, "FILE", in: .output, "where to write the logits; \"-\" for standard output"),
        .help,
      ]
    case .devices:
      [Option(.json, in: .output, "print a JSON array"), .help]
    case .config:
      [.help]
    case .bench:
      [
        .model, .projector, .drafter, .threads, .kv,
        Option(.prompt, nil, .integer(1...1_048_576), "N", in: .measuring, "tokens of a prompt (512)"),
        Option(.generate, "n", .integer(1...1_048_576), "N", in: .measuring, "tokens to write (32)"),
        Option(
          .depth, "d", .integer(0...1_048_576), "N", repeats: true, in: .measuring,
          "tokens that are there before (0, 4096 and 16384, where they fit)"),
        Option(.rounds, "r", .integer(1...1000), "N", in: .measuring, "how often everything is measured (5)"),
        Option(
          .kernels, nil, .choice(KernelChoice.words), "NAME", in: .measuring,
          "another set of kernels than the best that this processor has, such as avx2 or portable"),
        Option(
          .quick, in: .measuring, "two rounds of shorter ones, without depths: a first idea on a slow machine"),
        Option(
          .compare, nil, .file, "FILE", in: .output, "show how the figures have changed since a run with --json > FILE"),
        Option(.json, in: .output, "print one JSON object"),
        .help,
      ]
    case .doctor:
      [
        .model, .projector, .drafter,
        Option(
          .listen, in: .measuring, "record two seconds from the microphone and say how loud it is; nothing is kept"),
        Option(.json, in: .output, "print one JSON object"),
        .help,
      ]
    case .completions, .man:
      [.help]
    }
  }

  /// Lines that show how it is used.
  var examples: [String] {
    switch self {
    case .chat:
      [
        "facet",
        "facet -m gemma.gguf",
        "facet --last",
        "facet -a screenshot.png",
        "facet --plain",
        "facet --server http://gpu-box:8000 --model gemma-4-12b",
      ]
    case .run:
      [
        "facet run \"How do I attach a screenshot?\"",
        "facet run -m gemma.gguf Why is the sky blue?",
        "facet run -m gemma.gguf -i screenshot.png \"What does the error say?\"",
        "facet run -m gemma.gguf -a question.wav",
        "git diff | facet run -m gemma.gguf -s \"Review this change.\" --think",
      ]
    case .pull:
      [
        "facet pull",
        "facet pull gemma-4-12b",
        "facet pull --dry-run unsloth/gemma-4-12b-it-GGUF:Q6_K",
      ]
    case .models:
      [
        "facet models", "facet models show gemma-4-12b", "facet models default gemma-4-12b",
        "facet run -m ollama:gemma4:12b Hello",
      ]
    case .inspect: ["facet inspect gemma.gguf"]
    case .tokenize: ["facet tokenize -m gemma.gguf --json \"Good morning\""]
    case .prompt: ["facet prompt conversation.json"]
    case .logits: ["facet logits -m gemma.gguf --tokens tokens.json -o logits.f32"]
    case .devices: ["facet devices"]
    case .config: ["facet config", "facet config > mine.json5"]
    case .bench:
      ["facet bench -m gemma.gguf", "facet bench --json > before.json", "facet bench --compare before.json"]
    case .doctor: ["facet doctor", "facet doctor -m gemma.gguf", "facet doctor --listen"]
    case .completions:
      [
        "facet completions bash > ~/.local/share/bash-completion/completions/facet",
        "facet completions fish > ~/.config/fish/completions/facet.fish",
      ]
    case .man: ["facet man | man -l -"]
    }
  }
}
