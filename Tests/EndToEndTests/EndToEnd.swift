import Testing

/// The whole program in a terminal: everything here is done by keys and seen on the screen.
///
/// One after the other, since each has a terminal, a model and a program of its own.
@Suite(.serialized, .enabled(if: Tool.tmux.isThere, "needs tmux"))
struct EndToEnd {}
