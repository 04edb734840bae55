/// Matching the marks of emphasis, and putting the pieces together.
extension InlineParser {
  /// Matches marks from a node on, as CommonMark's "process emphasis" does.
  mutating func matchEmphasis(from first: Int) {
    // Open runs from the bottom of the stack; marks below `floor` cannot open for a closer of that kind.
    var openers: [Int] = []
    var floors: [Int: Int] = [:]
    var at = first
    while at < nodes.count {
      guard nodes[at].mark != 0 else {
        at += 1
        continue
      }
      if nodes[at].canClose {
        match(at, &openers, &floors)
      }
      if nodes[at].canOpen, !nodes[at].text.isEmpty { openers.append(at) }
      at += 1
    }
    for node in nodes.indices where node >= first { nodes[node].mark = 0 }
  }

  private mutating func match(_ closer: Int, _ openers: inout [Int], _ floors: inout [Int: Int]) {
    while !nodes[closer].text.isEmpty {
      let key = floorKey(closer)
      let floor = floors[key] ?? -1
      guard let place = openers.lastIndex(where: { $0 <= floor || opens($0, closer) }), openers[place] > floor else {
        floors[key] = openers.last ?? floor
        return
      }
      let opener = openers[place]
      let isDouble = nodes[opener].text.count >= 2 && nodes[closer].text.count >= 2
      let count = isDouble ? 2 : 1
      nodes[opener].text.removeLast(count)
      nodes[closer].text.removeLast(count)
      let look: InlineText.Look = nodes[closer].mark == Ascii.tilde ? .struck : isDouble ? .strong : .emphasis
      spans.append(Span(open: opener, close: closer, look: look))
      openers.removeSubrange((place + 1)...)
      if nodes[opener].text.isEmpty { openers.removeLast() }
    }
  }

  private func opens(_ opener: Int, _ closer: Int) -> Bool {
    let left = nodes[opener], right = nodes[closer]
    guard left.mark == right.mark else { return false }
    // The rule of three: `*a**b*` is not emphasis around `a**b`'s first half.
    let isEither = left.canClose || right.canOpen
    return !isEither || (left.originalCount + right.originalCount) % 3 != 0
      || left.originalCount % 3 == 0 && right.originalCount % 3 == 0
  }

  private func floorKey(_ closer: Int) -> Int {
    let node = nodes[closer]
    return Int(node.mark) * 8 + (node.canOpen ? 4 : 0) + node.originalCount % 3
  }

  /// The text with the looks of all spans.
  func result() -> InlineText {
    var begins = [Int: [InlineText.Look]](), ends = [Int: [InlineText.Look]]()
    for span in spans {
      begins[span.open, default: []].append(span.look)
      ends[span.close, default: []].append(span.look)
    }
    var depth = [Int](repeating: 0, count: 8)
    var result = InlineText()
    var last = nodes.count
    // White space at the end is nothing.
    while last > 0, nodes[last - 1].look.isEmpty, nodes[last - 1].text.allSatisfy(Ascii.isSpace) { last -= 1 }
    for index in 0..<last {
      for look in ends[index] ?? [] { depth[look.rawValue.trailingZeroBitCount] -= 1 }
      var look = nodes[index].look
      for bit in 0..<8 where depth[bit] > 0 { look.insert(InlineText.Look(rawValue: 1 << bit)) }
      var text = nodes[index].text[...]
      if index == last - 1, nodes[index].look.isEmpty {
        while let byte = text.last, Ascii.isSpace(byte) { text.removeLast() }
      }
      result.append(text, look)
      for look in begins[index] ?? [] { depth[look.rawValue.trailingZeroBitCount] += 1 }
    }
    return result
  }
}
