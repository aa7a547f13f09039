// A socket to the database that ends in one moment. A broken one says first `error`, later `close`; in
// between the driver (postgres.js 3.4.9) still lends it out, never ends what it was asked then, and once it
// is connected again takes the answers to others for its own. So here `close` follows `error` at once.
import { Socket } from 'node:net'

export class Line extends Socket {
  #ended = false

  override emit(name: string | symbol, ...given: unknown[]): boolean {
    const over = this.#ended && (name === 'error' || name === 'close')
    if (over) return true
    if (name === 'close') this.#ended = true
    const heard = super.emit(name, ...given)
    if (name === 'error') {
      this.#ended = true
      super.emit('close', true)
    }
    return heard
  }
}

type Where = { host: string[]; port: number[] }

/** For the driver's option `socket`: to the first host there is; what is said before it is there waits. */
export const openLine = ({ host, port }: Where): Socket => {
  const line = new Line()
  line.setNoDelay(true)
  return Object.assign(line.connect(port[0]!, host[0]!), { host: host[0], port: port[0] })
}

/** Encrypted lines, several hosts and local sockets are opened by the driver itself. */
export function isPlain(url: string): boolean {
  const { hostname, search } = new URL(url)
  return hostname !== '' && !hostname.includes(',') && !/[?&](ssl|sslmode|host|path)=/.test(search)
}
