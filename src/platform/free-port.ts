// A free port of this machine for a server that will be started again on it. Not one the system would give to
// a connection that goes out: whoever tries again and again to reach a server that is down is at some time
// given its very port, is connected to itself, and then nobody can listen there any more.
import { createServer } from 'node:net'

// Below where Linux (32768) and macOS and Windows (49152) begin to number connections that go out.
const [lowest, beyond] = [15_000, 32_768]
const tries_max = 50

export async function freePort(): Promise<number> {
  for (let tries = 0; tries < tries_max; tries++) {
    const port = lowest + Math.floor(Math.random() * (beyond - lowest))
    if (await canListen(port)) return port
  }
  throw new Error('no free port')
}

function canListen(port: number): Promise<boolean> {
  const server = createServer()
  return new Promise((done) => {
    server.once('error', () => done(false))
    server.listen(port, '127.0.0.1', () => server.close(() => done(true)))
  })
}
