// The server's memory as it tells it itself, idle after the demo's past has arrived, and at its highest.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Product } from '../e2e/product.ts'

const history_ms_max = 180_000
const rest_ms = 30_000

/** Until the demo's past is loaded and the shop has rested; a load beside it would be measured too. */
export async function historyEnds({ log }: Product) {
  const ends = Date.now() + history_ms_max
  while (!/demo: (\d+) of \1 past orders/.test(log()) && Date.now() < ends) await sleep(200)
  await sleep(rest_ms)
}

/** Resident memory of the server process in MB. */
export async function residentMb(url: string): Promise<number> {
  const told = await fetch(`${url}/metrics`).then((reply) => reply.text())
  const [, bytes] = /^process_resident_memory_bytes (\S+)/m.exec(told) ?? []
  return Math.round(Number(bytes) / 1e6)
}

export function watchMemory(url: string) {
  let most = 0
  const look = async () => {
    // Under load an answer may come too late or not at all.
    const mb = await residentMb(url).catch(() => 0)
    if (mb > most) most = mb
  }
  const timer = setInterval(() => void look(), 1_000)
  timer.unref()
  return { most: () => most }
}
