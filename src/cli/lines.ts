// The lines of a stream, byte by byte: none longer than a bound is held in memory.
const line_feed = 10
const mark = Buffer.from('\uFEFF')

/** What is too long is told as such, in its place. The last line needs no end; a byte order mark goes. */
export async function* linesOf(
  input: AsyncIterable<Buffer>,
  bytes_max: number,
): AsyncGenerator<Buffer | 'too_large'> {
  let held: Buffer[] = []
  let size = 0
  let first = true
  const taken = () => {
    const line = size > bytes_max ? ('too_large' as const) : Buffer.concat(held)
    const marked = first && line !== 'too_large' && line.subarray(0, mark.length).equals(mark)
    held = []
    size = 0
    first = false
    return marked ? line.subarray(mark.length) : line
  }
  const hold = (part: Buffer) => {
    size += part.length
    if (size > bytes_max) held = []
    else held.push(part)
  }
  for await (const chunk of input) {
    let from = 0
    for (let end = chunk.indexOf(line_feed); end >= 0; end = chunk.indexOf(line_feed, from)) {
      hold(chunk.subarray(from, end))
      from = end + 1
      yield taken()
    }
    hold(chunk.subarray(from))
  }
  if (size > 0) yield taken()
}
