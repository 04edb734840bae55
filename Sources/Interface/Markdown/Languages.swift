import Screen

/// The languages of programs.
extension HighlighterLanguage {
  private static let quoted = StringRule("\"")
  private static let slashed = [CommentRule("/*", "*/")]
  private static let slashedNested = [CommentRule("/*", "*/", nests: true)]

  static let compiled: [HighlighterLanguage] = [
    HighlighterLanguage(
      "swift",
      keywords: """
        actor any as associatedtype async await break case catch class consume continue copy default defer deinit do \
        else enum extension fallthrough false fileprivate final for func get guard if import in indirect infix init inout \
        internal is isolated lazy let macro mutating nil nonisolated open operator override package postfix precedencegroup \
        prefix private protocol public repeat required rethrows return self set some static struct subscript super switch \
        throw throws true try typealias unowned var weak where while
        """, lineComments: "//"
    ).with {
      $0.blockComments = slashedNested
      $0.strings = [
        StringRule("\"\"\"", spansLines: true), StringRule("#\"", "\"#", escape: nil), quoted,
      ]
      $0.wordMarks = Array("@#".utf8)
      $0.capitalsAreTypes = true
    },
    HighlighterLanguage(
      "c cpp c++ cc cxx h hpp objc objective-c cuda arduino",
      keywords: """
        alignas alignof asm auto break case catch class co_await co_return co_yield concept const const_cast consteval \
        constexpr constinit continue decltype default delete do dynamic_cast else enum explicit export extern false final \
        for friend goto if inline mutable namespace new noexcept nullptr operator override private protected public \
        register reinterpret_cast requires restrict return sizeof static static_assert static_cast struct switch template \
        this thread_local throw true try typedef typeid typename union using virtual volatile while NULL #include #define \
        #ifdef #ifndef #endif #if #else #elif #pragma #undef #error #import
        """,
      types: """
        bool char char8_t char16_t char32_t double float int int8_t int16_t int32_t int64_t long ptrdiff_t short signed \
        size_t ssize_t string uint8_t uint16_t uint32_t uint64_t unsigned void wchar_t vector map set std FILE
        """, lineComments: "//"
    ).with {
      $0.blockComments = slashed
      $0.strings = [StringRule("R\"(", ")\"", escape: nil, spansLines: true), quoted]
      $0.wordMarks = [Ascii.hash]
      $0.hasCharacterLiterals = true
    },
    HighlighterLanguage(
      "rust rs",
      keywords: """
        as async await break const continue crate dyn else enum extern false fn for if impl in let loop match mod move mut \
        pub ref return self static struct super trait true type union unsafe use where while
        """,
      types: """
        bool char f32 f64 i8 i16 i32 i64 i128 isize str u8 u16 u32 u64 u128 usize
        """, lineComments: "//"
    ).with {
      $0.blockComments = slashedNested
      $0.strings = [
        StringRule("r#\"", "\"#", escape: nil, spansLines: true), StringRule("\"", spansLines: true),
      ]
      $0.capitalsAreTypes = true
      $0.hasCharacterLiterals = true
    },
    HighlighterLanguage(
      "go golang",
      keywords: """
        break case chan const continue default defer else fallthrough false for func go goto if import interface iota map \
        nil package range return select struct switch true type var append cap close copy delete len make new panic recover
        """,
      types: """
        any bool byte complex64 complex128 error float32 float64 int int8 int16 int32 int64 rune string uint uint8 uint16 \
        uint32 uint64 uintptr
        """, lineComments: "//"
    ).with {
      $0.blockComments = slashed
      $0.strings = [quoted, StringRule("`", escape: nil, spansLines: true)]
      $0.hasCharacterLiterals = true
    },
    HighlighterLanguage(
      "java",
      keywords: """
        abstract assert break case catch class const continue default do else enum exports extends false final finally for \
        goto if implements import instanceof interface module native new null package permits private protected public \
        record requires return sealed static strictfp super switch synchronized this throw throws transient true try var \
        volatile while yield
        """, types: "boolean byte char double float int long short void", lineComments: "//"
    ).with {
      $0.blockComments = slashed
      $0.strings = [StringRule("\"\"\"", spansLines: true), quoted]
      $0.wordMarks = Array("@".utf8)
      $0.capitalsAreTypes = true
      $0.hasCharacterLiterals = true
    },
    HighlighterLanguage(
      "kotlin kt kts",
      keywords: """
        abstract actual annotation as break by catch class companion const constructor continue crossinline data do else \
        enum expect external false final finally for fun if import in infix init inline inner interface internal is lateinit \
        noinline null object open operator out override package private protected public reified return sealed super \
        suspend tailrec this throw true try typealias val value var vararg when where while
        """, lineComments: "//"
    ).with {
      $0.blockComments = slashedNested
      $0.strings = [StringRule("\"\"\"", escape: nil, spansLines: true), quoted]
      $0.wordMarks = Array("@".utf8)
      $0.capitalsAreTypes = true
      $0.hasCharacterLiterals = true
    },
  ]

  static let scripts: [HighlighterLanguage] = [
    HighlighterLanguage(
      "python py python3 pycon ipython",
      keywords: """
        False None True and as assert async await break case class continue def del elif else except finally for from global \
        if import in is lambda match nonlocal not or pass raise return self try while with yield
        """,
      types: """
        bool bytearray bytes complex dict enumerate float frozenset int isinstance len list map max min object open print \
        range set sorted str sum super tuple type zip
        """, lineComments: "#"
    ).with {
      $0.strings = [
        StringRule("\"\"\"", spansLines: true), StringRule("'''", spansLines: true), quoted, StringRule("'"),
      ]
      $0.wordMarks = Array("@".utf8)
      $0.capitalsAreTypes = true
    },
    HighlighterLanguage(
      "javascript js jsx mjs typescript ts tsx node",
      keywords: """
        abstract as async await break case catch class const continue debugger declare default delete do else enum export \
        extends false finally for from function get if implements import in instanceof interface is keyof let namespace new \
        null of package private protected public readonly return satisfies set static super switch this throw true try type \
        typeof undefined var void while with yield
        """, types: "any bigint boolean never number object string symbol unknown", lineComments: "//"
    ).with {
      $0.blockComments = slashed
      $0.strings = [quoted, StringRule("'"), StringRule("`", spansLines: true)]
      $0.wordMarks = Array("$@".utf8)
      $0.capitalsAreTypes = true
    },
    HighlighterLanguage(
      "bash sh shell zsh console terminal ksh fish",
      keywords: """
        alias break case cd continue declare do done echo elif else esac eval exec exit export false fi for function if in \
        local printf read readonly return select set shift source sudo test then time trap true unset until while
        """, lineComments: "#"
    ).with {
      $0.strings = [StringRule("\"", spansLines: true), StringRule("'", escape: nil, spansLines: true)]
      $0.wordMarks = [Ascii.dash]
      $0.variableMark = UInt8(ascii: "$")
      $0.variablesAreCalls = true
      $0.commentsNeedSpace = true
    },
    HighlighterLanguage(
      "sql postgresql postgres mysql sqlite plsql",
      keywords: """
        add all alter and as asc begin between by cascade case check column commit constraint create cross database default \
        delete desc distinct drop else end exists explain false foreign from full function grant group having if in index \
        inner insert into is join key left like limit not null offset on or order outer primary references returning right \
        rollback select set table then transaction trigger true truncate union unique update using values view when where \
        with
        """,
      types: """
        bigint blob boolean char date decimal double float int integer json jsonb numeric real serial smallint text time \
        timestamp timestamptz uuid varchar avg count max min sum coalesce
        """, lineComments: "--"
    ).with {
      $0.blockComments = slashed
      $0.strings = [StringRule("'", escape: nil, spansLines: true), quoted]
      $0.ignoresCase = true
    },
    HighlighterLanguage(
      "makefile make mk",
      keywords: "define else endef endif export ifdef ifeq ifndef ifneq include override unexport vpath .PHONY",
      lineComments: "#"
    ).with {
      $0.wordMarks = Array(".-/%".utf8)
      $0.keyMark = Ascii.colon
      $0.variableMark = UInt8(ascii: "$")
    },
    HighlighterLanguage(
      "dockerfile docker containerfile",
      keywords: """
        ADD ARG AS CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME \
        WORKDIR
        """, lineComments: "#"
    ).with {
      $0.strings = [quoted, StringRule("'")]
      $0.wordMarks = [Ascii.dash]
      $0.variableMark = UInt8(ascii: "$")
      $0.commentsNeedSpace = true
    },
  ]
}
