import Engine

/// Draws two or three boxes, in a row or in a column, and arrows between neighbours.
enum DiagramArtist {
  /// A box by what is along the row or column, and what is across it.
  private struct Box {
    let colour: FigureColour
    let (along, across): (Double, Double)
    let (halfAlong, halfAcross): (Double, Double)
  }

  static func draw(_ random: inout RandomSequence) -> (Sheet, Scene) {
    let isRow = random.chance(0.6)
    var sheet = Sheet(aspect: isRow ? 1.3...2.4 : 0.65...1.1, &random)
    let count = random.whole(in: 2...3)
    let (length, breadth) = isRow ? (sheet.width, sheet.height) : (sheet.height, sheet.width)
    let boxes = self.boxes(count, along: Double(length), across: Double(breadth), &random)
    func place(_ along: Double, _ across: Double) -> Point {
      isRow ? Point(along, across) : Point(across, along)
    }

    let rounding = random.chance(0.3) ? random.number(in: 0.1...0.3) : 0
    let border: Pigment? = random.chance(0.5) ? Pigment(gray: random.whole(in: 10...100)) : nil
    for box in boxes {
      let (halfWidth, halfHeight) = isRow ? (box.halfAlong, box.halfAcross) : (box.halfAcross, box.halfAlong)
      let small = min(halfWidth, halfHeight)
      func outline(inset: Double) -> Outline {
        .box(
          centre: place(box.along, box.across), halfWidth: halfWidth - inset, halfHeight: halfHeight - inset,
          rounding: rounding * small)
      }
      if let border { sheet.fill(outline(inset: 0), border) }
      sheet.fill(outline(inset: border == nil ? 0 : 0.05 * small), box.colour.shade(&random))
    }

    // At most one of the gaps of three boxes has no arrow.
    let gapWithout = count == 3 && random.chance(0.25) ? random.whole(in: 0...1) : nil
    let share = Double(length) / Double(count)
    let ink = Pigment(gray: random.whole(in: 0...80))
    let (width, head) = (share * random.number(in: 0.02...0.035), share * random.number(in: 0.09...0.15))
    let barb = head * random.number(in: 0.5...0.7)
    var arrows: [DiagramArrow] = []
    for gap in 0..<(count - 1) where gap != gapWithout {
      let (before, after) = (boxes[gap], boxes[gap + 1])
      let air = share * 0.06
      var ends = [
        place(before.along + before.halfAlong + air, before.across),
        place(after.along - after.halfAlong - air, after.across),
      ]
      let isForward = random.chance(0.5)
      if !isForward { ends.reverse() }
      sheet.fill(.arrow(from: ends[0], to: ends[1], width: width, head: head, barb: barb), ink)
      arrows.append(
        DiagramArrow(
          from: isForward ? before.colour : after.colour, to: isForward ? after.colour : before.colour))
    }
    return (sheet, .diagram(boxes: boxes.map(\.colour), arrows: arrows))
  }

  private static func boxes(
    _ count: Int, along: Double, across: Double, _ random: inout RandomSequence
  ) -> [Box] {
    let share = along / Double(count)
    return random.elements(count, of: FigureColour.allCases).enumerated().map { index, colour in
      let halfAlong = share * random.number(in: 0.23...0.31)
      return Box(
        colour: colour, along: share * (Double(index) + 0.5 + random.number(in: -0.02...0.02)),
        across: across * (0.5 + random.number(in: -0.06...0.06)), halfAlong: halfAlong,
        halfAcross: min(0.36 * across, halfAlong * random.number(in: 0.65...1.15)))
    }
  }
}
