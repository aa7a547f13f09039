// Hears by server-sent events that something was touched. No library: the shop uses it too.

const gather_ms = 120
const again_ms = 5_000

/**
 * Calls back when one of the topics was touched, and each time the line is (re)opened: what happened before
 * that nobody has told. Events close together call once. A browser gives up on any answer but 200 (a server
 * that is starting says 503), so then we ask again. Returns its own end.
 */
export function listen(topics: readonly string[], onChange: () => void): () => void {
  let source: EventSource | undefined
  let waiting: ReturnType<typeof setTimeout> | undefined
  let again: ReturnType<typeof setTimeout> | undefined
  const soon = () => {
    waiting ??= setTimeout(() => {
      waiting = undefined
      onChange()
    }, gather_ms)
  }
  const open = () => {
    const line = new EventSource(`/api/v1/live?topics=${encodeURIComponent(topics.join(','))}`)
    source = line
    line.addEventListener('touched', soon)
    line.addEventListener('open', soon)
    line.addEventListener('error', () => {
      if (line.readyState === EventSource.CLOSED) again = setTimeout(open, again_ms)
    })
  }
  open()
  return () => {
    clearTimeout(waiting)
    clearTimeout(again)
    source?.close()
  }
}
