import CKernels
import Foundation
import Testing

@Suite struct MatrixKernelTilesTests {
  /// Blocks and the floats they stand for, written by `Goldens/make_blocks.py`.
  struct Golden: Decodable {
    let type: UInt32
    let columns: Int
    let bytes: Int
    let blocks: Data
    let values: Data
  }

  static func goldens() throws -> [String: Golden] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens/blocks.json")
    return try JSONDecoder().decode([String: Golden].self, from: Data(contentsOf: file))
  }

  @Test(arguments: TileType.all)
  func packedBlocksReadBackAsTheFormatDefines(type: TileType) throws {
    let golden = try #require(try Self.goldens()[type.name])
    #expect(type.type.rawValue == golden.type)
    #expect(type.blockColumns == golden.columns)
    #expect(type.blockBytes == golden.bytes)
    let expected = golden.values.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
    // The same blocks as rows of one block, of two and of all of them.
    let count = golden.blocks.count / golden.bytes
    for blocksPerRow in Set([1, 2, count]) {
      let columns = blocksPerRow * golden.columns
      let tiles = type.tiles(Array(golden.blocks), columns: columns)
      for row in 0..<count / blocksPerRow {
        let values = type.row(row, of: tiles, columns: columns)
        #expect(values == Array(expected[row * columns..<(row + 1) * columns]), "row \(row) of \(columns) columns")
      }
    }
  }

  @Test(arguments: TileType.all)
  func rowsThatAreMissingAreZero(type: TileType) {
    var random = SplitMix(seed: 1)
    let columns = 2 * type.blockColumns
    let rows = type.randomRows(5, columns: columns, using: &random)
    let tiles = type.tiles(rows, columns: columns)
    for row in 0..<16 {
      let isZero = type.row(row, of: tiles, columns: columns).allSatisfy { $0 == 0 }
      #expect(isZero == (row >= 5))
    }
  }

  @Test(arguments: TileType.all)
  func everyRowKeepsItsPlace(type: TileType) {
    var random = SplitMix(seed: 2)
    let columns = 3 * type.blockColumns
    let rowBytes = 3 * type.blockBytes
    let rows = type.randomRows(16, columns: columns, using: &random)
    let tiles = type.tiles(rows, columns: columns)
    for row in 0..<16 {
      let alone = type.tiles(Array(rows[row * rowBytes..<(row + 1) * rowBytes]), columns: columns)
      #expect(type.row(row, of: tiles, columns: columns) == type.row(0, of: alone, columns: columns))
    }
  }

  @Test(arguments: TileType.all)
  func tileRowsKeepTheAlignmentOf32Bytes(type: TileType) {
    for blocks in 1...4 {
      #expect(facet_tile_row_bytes(type.type, blocks * type.blockColumns) % 32 == 0)
    }
  }

  @Test func typesWithoutTilesHaveNoBlocks() {
    for number: UInt32 in [0, 1, 4, 5, 9, 15, 16, 24, 30, 1 << 31] {
      #expect(facet_block_columns(facet_type(rawValue: number)) == 0)
      #expect(facet_block_bytes(facet_type(rawValue: number)) == 0)
      #expect(facet_tile_row_bytes(facet_type(rawValue: number), 256) == 0)
    }
  }
}
