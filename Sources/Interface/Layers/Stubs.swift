import Chat
import Foundation
import Screen

struct AttachmentViewer: Sendable {
  var items: [PaneItem]; var pixels: PixelData?; var item: PaneItem? { nil }
  init(items: [PaneItem], id: String) { self.items = items }
  enum Outcome: Equatable { case open, closed, show(String), budget(String, Int), play(String), remove(String) }
  mutating func handle(_ e: InputEvent, bindings: KeyBindings) -> Outcome { .closed }
  mutating func render(into f: inout Frame, rect: Rect, isASCII: Bool, depth: ColorDepth) {}
  func wanted(rect: Rect) -> [(id: String, size: Size)] { [] }
}
struct AttachmentPane: Sendable {
  var items: [PaneItem] = []; var selected = 0
  enum Outcome { case handled, unhandled, leave, budget(String, Int), view(String), remove(String), play(String) }
  static func width(for w: Int) -> Int { w < 100 ? 0 : 30 }
  mutating func handle(_ e: InputEvent, bindings: KeyBindings) -> Outcome { .unhandled }
  mutating func render(into f: inout Frame, rect: Rect, isFocused: Bool, isASCII: Bool, depth: ColorDepth) {}
  func wanted(rect: Rect) -> [(id: String, size: Size)] { [] }
}
enum AttachmentStrip {
  static func height(_ i: [PaneItem], width: Int) -> Int { 1 }
  static func render(_ i: [PaneItem], selected: Int?, into f: inout Frame, rect: Rect, isASCII: Bool) {}
}
