import CKernels
import Compute

/// One layer of the model over a batch.
///
/// ```
/// h  = rmsNorm(x, attentionNorm)
/// q  = rope(rmsNorm(Wq h, queryNorm))                        per head
/// k' = Wk h ;  v' = Wv h on sliding layers, k' on full ones
/// k  = rope(rmsNorm(k', keyNorm)) ;  v = rmsNorm(v')
/// x  = x + rmsNorm(Wo softmax(q kᵀ + mask) v, postAttentionNorm)
/// x  = x + rmsNorm(Wdown (gelu(Wgate h) · Wup h), postFeedForwardNorm)      h = rmsNorm(x, feedForwardNorm)
/// x  = x · outputScale
/// ```
struct Layer {
  let arithmetic: Arithmetic
  let shape: ModelConfiguration.Layer
  let weights: LayerWeights
  let rotation: RotaryTable
  let cache: LayerCache
  let window: Int
  let hidden: Int
  let epsilon: Float

  private var ops: facet_ops { arithmetic.ops }

  /// Runs the layer on the workspace's residual stream.
  ///
  /// Keys and values of the whole batch are written before the first query looks, since the tokens of a picture see each other.
  ///
  /// - Parameters:
  ///   - work: Scratch memory and the residual stream `[position][hidden]`.
  ///   - first: Position of the batch's first row.
  ///   - ahead: For each row how many later positions it may see on a sliding layer.
  func callAsFunction(_ work: Workspace, first: Int, ahead: [Int]) throws {
    let stripes = stride(from: 0, to: ahead.count, by: Workspace.stripe).map {
      $0..<min(ahead.count, $0 + Workspace.stripe)
    }
    if stripes.count == 1 {
      normalize(work, stripes[0], weights.attentionNorm)
      try project(work, stripes[0], queries: true, keys: true)
      storeKeys(work, stripes[0], first: first)
    } else {
      for stripe in stripes {
        normalize(work, stripe, weights.attentionNorm)
        try project(work, stripe, queries: false, keys: true)
        storeKeys(work, stripe, first: first)
      }
    }
    for stripe in stripes {
      if stripes.count > 1 {
        normalize(work, stripe, weights.attentionNorm)
        try project(work, stripe, queries: true, keys: false)
      }
      rotateQueries(work, stripe)
      let attend = Attention(arithmetic: arithmetic, layer: shape, cache: cache, window: window)
      try attend(
        queries: work.queries.floats, first: first + stripe.lowerBound, ahead: ahead[stripe], out: work.attended.floats)
      try arithmetic.multiply([(weights.output, work.added.floats)], by: work.attended.floats, tokens: stripe.count)
      add(work, stripe, norm: weights.postAttentionNorm, scale: 1)
      try feedForward(work, stripe)
    }
  }

  private func normalize(_ work: Workspace, _ stripe: Range<Int>, _ weight: [Float]) {
    let (x, out) = (work.residual.floats + stripe.lowerBound * hidden, work.normed.floats)
    arithmetic.team.run(stripe.count, by: 8) { range in
      for row in range { ops.rms_norm(x + row * hidden, weight, hidden, epsilon, out + row * hidden) }
    }
  }

  private func project(_ work: Workspace, _ stripe: Range<Int>, queries: Bool, keys: Bool) throws {
    var products: [(matrix: Matrix, out: UnsafeMutablePointer<Float>)] = []
    if queries { products.append((weights.query, work.queries.floats)) }
    if keys, let key = weights.key {
      products.append((key, work.keys.floats))
      if let value = weights.value { products.append((value, work.values.floats)) }
    }
    try arithmetic.multiply(products, by: work.normed.floats, tokens: stripe.count)
  }

  private func storeKeys(_ work: Workspace, _ stripe: Range<Int>, first: Int) {
    guard weights.key != nil else { return }
    let (size, heads) = (shape.headSize, shape.keyValueHeads)
    let (keys, values) = (work.keys.floats, weights.value == nil ? work.keys.floats : work.values.floats)
    arithmetic.team.run(stripe.count, by: 4) { range in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: size) { scratch in
        guard let row = scratch.baseAddress else { return }
        for index in range {
          let slot = (first + stripe.lowerBound + index) % cache.capacity
          for head in 0..<heads {
            let at = (index * heads + head) * size
            withUnsafePointer(to: cache.heads[head]) { cached in
              ops.rms_norm(values + at, nil, size, epsilon, row)
              ops.store_value(cached, slot, row)
              ops.rms_norm(keys + at, weights.keyNorm, size, epsilon, row)
              rotate(row, stripe.lowerBound + index)
              ops.store_key(cached, slot, row)
            }
          }
        }
      }
    }
  }

  private func rotateQueries(_ work: Workspace, _ stripe: Range<Int>) {
    let (size, heads, queries) = (shape.headSize, shape.heads, work.queries.floats)
    arithmetic.team.run(stripe.count, by: 4) { range in
      for index in range {
        for head in 0..<heads {
          let row = queries + (index * heads + head) * size
          ops.rms_norm(row, weights.queryNorm, size, epsilon, row)
          rotate(row, stripe.lowerBound + index)
        }
      }
    }
  }

  private func rotate(_ row: UnsafeMutablePointer<Float>, _ index: Int) {
    rotation.cosines.withUnsafeBufferPointer { cosines in
      rotation.sines.withUnsafeBufferPointer { sines in
        guard let cosines = cosines.baseAddress, let sines = sines.baseAddress else { return }
        ops.rotate(row, cosines + index * rotation.half, sines + index * rotation.half, rotation.half)
      }
    }
  }

  private func feedForward(_ work: Workspace, _ stripe: Range<Int>) throws {
    normalize(work, stripe, weights.feedForwardNorm)
    let (gate, up) = (work.gate.floats, work.up.floats)
    try arithmetic.multiply([(weights.gate, gate), (weights.up, up)], by: work.normed.floats, tokens: stripe.count)
    arithmetic.team.run(stripe.count * shape.feedForward, by: 8_192) { range in
      ops.gelu_multiply(gate + range.lowerBound, up + range.lowerBound, range.count)
    }
    try arithmetic.multiply([(weights.down, work.added.floats)], by: gate, tokens: stripe.count)
    add(work, stripe, norm: weights.postFeedForwardNorm, scale: weights.outputScale)
  }

  /// Adds what a part of the layer gave: x = (x + rmsNorm(added)) · scale.
  private func add(_ work: Workspace, _ stripe: Range<Int>, norm: [Float], scale: Float) {
    let (x, added) = (work.residual.floats + stripe.lowerBound * hidden, work.added.floats)
    arithmetic.team.run(stripe.count, by: 8) { range in
      for row in range {
        ops.rms_norm(added + row * hidden, norm, hidden, epsilon, added + row * hidden)
        ops.add_scale(x + row * hidden, added + row * hidden, scale, hidden)
      }
    }
  }
}
