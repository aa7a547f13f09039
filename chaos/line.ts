// The line between a process and its database, which can be cut: every byte goes through here.
import { type Server, type Socket, connect, createServer } from 'node:net'

export type Line = Awaited<ReturnType<typeof openLine>>

export async function openLine(target_port: number) {
  const pairs = new Set<[Socket, Socket]>()
  const server: Server = createServer((near) => {
    const far = connect(target_port, '127.0.0.1')
    const pair: [Socket, Socket] = [near, far]
    pairs.add(pair)
    const end = () => {
      pairs.delete(pair)
      near.destroy()
      far.destroy()
    }
    for (const socket of pair) socket.setNoDelay(true).on('error', end).on('close', end)
    near.pipe(far)
    far.pipe(near)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const bound = server.address()
  return {
    port: typeof bound === 'object' && bound ? bound.port : 0,
    /** Cuts those that `chosen` says yes to, mid-byte. */
    cut: (chosen: () => boolean) => {
      for (const [near, far] of pairs) {
        if (!chosen()) continue
        near.resetAndDestroy()
        far.resetAndDestroy()
      }
    },
    close: () => {
      for (const pair of pairs) for (const socket of pair) socket.destroy()
      server.close()
    },
  }
}
