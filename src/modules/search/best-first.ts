// The places of the k smallest keys in order, by a heap of k: a page needs no sorting of the whole.

/** Ties keep the order they came in. */
export function bestFirst(keys: Float64Array, k: number): number[] {
  const worse = (a: number, b: number) => keys[a]! > keys[b]! || (keys[a] === keys[b] && a > b)
  const heap: number[] = []
  const swap = (i: number, j: number) => {
    const kept = heap[i]!
    heap[i] = heap[j]!
    heap[j] = kept
  }
  const sink = () => {
    for (let i = 0; ; ) {
      const [left, right] = [i * 2 + 1, i * 2 + 2]
      let top = i
      if (left < heap.length && worse(heap[left]!, heap[top]!)) top = left
      if (right < heap.length && worse(heap[right]!, heap[top]!)) top = right
      if (top === i) return
      swap(i, top)
      i = top
    }
  }
  for (let at = 0; at < keys.length; at++) {
    if (heap.length < k) {
      heap.push(at)
      for (let i = heap.length - 1; i > 0 && worse(heap[i]!, heap[(i - 1) >> 1]!); i = (i - 1) >> 1)
        swap(i, (i - 1) >> 1)
    } else if (k > 0 && worse(heap[0]!, at)) {
      heap[0] = at
      sink()
    }
  }
  return heap.sort((a, b) => (worse(a, b) ? 1 : -1))
}
