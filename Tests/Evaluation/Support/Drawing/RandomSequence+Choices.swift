import Engine
import Foundation

/// Choices that depend on the seed alone, whatever the version of Swift's library.
extension RandomSequence {
  /// A number of a range, all of them as likely.
  mutating func number(in range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * nextUnit()
  }

  /// A number of a range of which each doubling is as likely: for sizes and ratios.
  mutating func ratio(in range: ClosedRange<Double>) -> Double {
    exp(number(in: log(range.lowerBound)...log(range.upperBound)))
  }

  /// A whole number of a range.
  mutating func whole(in range: ClosedRange<Int>) -> Int {
    min(range.upperBound, range.lowerBound + Int(nextUnit() * Double(range.count)))
  }

  /// True in this share of cases.
  mutating func chance(_ share: Double) -> Bool { nextUnit() < share }

  /// One of the elements, of which there must be some.
  mutating func element<Elements: RandomAccessCollection>(of elements: Elements) -> Elements.Element
  where Elements.Index == Int {
    elements[whole(in: elements.startIndex...(elements.endIndex - 1))]
  }

  /// So many different elements in any order.
  mutating func elements<Element>(_ count: Int, of all: [Element]) -> [Element] {
    var left = all
    return (0..<min(count, all.count)).map { _ in left.remove(at: whole(in: 0...(left.count - 1))) }
  }

  /// A number near 0 with a deviation of 1 (Box and Muller, 1958).
  mutating func normal() -> Double {
    (-2 * log(1 - nextUnit())).squareRoot() * cos(2 * .pi * nextUnit())
  }
}
