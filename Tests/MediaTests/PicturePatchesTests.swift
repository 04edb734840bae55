import Foundation
import Testing

@testable import Media

@Suite struct PicturePatchesTests {
  /// What `Golden/make_patches.py` recorded of the model's own preprocessing.
  struct Golden: Decodable {
    struct Pixels: Decodable {
      let width, height, budget, columns, rows: Int
      let mean: Double
      let samples: [Int]
    }
    let grids: [[Int]]
    let pixels: [Pixels]
  }

  static func golden() throws -> Golden {
    try JSONDecoder().decode(
      Golden.self, from: Data(contentsOf: testFolder.appendingPathComponent("Golden/patches.json")))
  }

  /// The same formula as `drawing` in `Golden/make_patches.py`.
  static func drawing(_ width: Int, _ height: Int) throws -> PixelImage {
    let rgb = [UInt8](unsafeUninitializedCapacity: width * height * 3) { rgb, count in
      for y in 0..<height {
        for x in 0..<width {
          let square = (x / 7 + y / 5) % 2 * 90
          for c in 0..<3 { rgb[(y * width + x) * 3 + c] = UInt8((x * (5 + 2 * c) + y * (3 + c) + square) % 256) }
        }
      }
      count = width * height * 3
    }
    return try PixelImage(width: width, height: height, rgb: rgb)
  }

  @Test func gridsAreTheReferences() throws {
    for grid in try Self.golden().grids {
      let made = PatchGrid(width: grid[0], height: grid[1], budget: grid[2], patchSize: 48)
      #expect([made.columns, made.rows] == Array(grid[3...]), "\(grid[0])×\(grid[1]) under \(grid[2])")
    }
  }

  @Test func pixelsAreTheReferences() throws {
    for golden in try Self.golden().pixels {
      let patches = try PicturePatches(Self.drawing(golden.width, golden.height), budget: golden.budget)
      #expect(patches.columns == golden.columns && patches.rows == golden.rows)
      #expect(patches.values.count == patches.count * 48 * 48 * 3)
      let count = patches.values.count
      let far = golden.samples.enumerated().filter { index, value in
        abs(patches.values[index * 7919 * 31 % count] * 255 - Float(value)) > 2
      }
      #expect(far.isEmpty, "\(golden.width)×\(golden.height) under \(golden.budget)")
      let sum = patches.values.withUnsafeBufferPointer { $0.reduce(0.0) { $0 + Double($1) } }
      #expect(abs(sum * 255 / Double(count) - golden.mean) < 0.1)
    }
  }

  @Test func anySizeStaysWithinTheBudget() throws {
    var random = SeededNumbers(seed: 3)
    for _ in 0..<20_000 {
      let width = Int(pow(10, Double.random(in: 0...6, using: &random)))
      let height = Int(pow(10, Double.random(in: 0...6, using: &random)))
      let budget = Int.random(in: 1...1120, using: &random)
      let grid = PatchGrid(width: width, height: height, budget: budget, patchSize: 48)
      let isFine = grid.columns >= 1 && grid.rows >= 1 && grid.columns * grid.rows <= budget
      if !isFine { Issue.record("\(width)×\(height) under \(budget) became \(grid)") }
    }
  }

  @Test func cutsPatchesRowByRow() throws {
    // 96 × 48 under a budget of 2 stays as it is: two patches side by side.
    let image = try Self.drawing(96, 48)
    let patches = try PicturePatches(image, budget: 2)
    #expect(patches.columns == 2 && patches.rows == 1)
    for (x, y, channel) in [(0, 0, 0), (47, 3, 1), (48, 0, 2), (95, 47, 0), (60, 30, 1)] {
      let value = patches.values[((x / 48 * 48 + y) * 48 + x % 48) * 3 + channel]
      #expect(value == Float(image.rgb[(y * 96 + x) * 3 + channel]) * Float(1.0 / 255))
    }
  }

  @Test func onePlainColourStaysThatColour() throws {
    for (width, height) in [(1, 1), (5, 700), (1000, 1000)] {
      let image = try PixelImage(
        width: width, height: height, rgb: (0..<width * height).flatMap { _ in [255, 128, 3] })
      let patches = try PicturePatches(image, budget: 70)
      for (channel, value) in [255, 128, 3].enumerated() {
        let others = stride(from: channel, to: patches.values.count, by: 3 * 97)
          .filter { abs(patches.values[$0] * 255 - Float(value)) > 1 }
        #expect(others.isEmpty)
      }
    }
  }

  @Test func refusesImpossibleBudgetsAndPixels() throws {
    let image = try Self.drawing(4, 4)
    for budget in [0, -1, 1121, .max] {
      #expect(throws: MediaError.budgetOutOfRange(budget, limit: 1120)) { try PicturePatches(image, budget: budget) }
    }
    for size in [0, -48, 257] {
      #expect(throws: MediaError.patchSizeOutOfRange(size, limit: 256)) {
        try PicturePatches(image, budget: 70, patchSize: size)
      }
    }
    for (width, height, bytes) in [(0, 4, 0), (-2, -2, 12), (2, 2, 11), (.max, 4, 12)] {
      #expect(throws: MediaError.wrongPixelCount(width: width, height: height, bytes: bytes)) {
        try PixelImage(width: width, height: height, rgb: [UInt8](repeating: 0, count: bytes))
      }
    }
  }
}
