// npm run -s parity -- [--pages N] [--seed S] [--at URL,…] [--json]: re-prices every published surface of a
// running product and keeps the run. Ends with 0 when all say one number, 2 when some differ.
import { parseArgs } from 'node:util'
import { pages_usual, proveNow } from '../modules/parity/index.ts'
import type { Config } from '../platform/config.ts'
import { ownServer } from '../platform/own-calls.ts'
import { Refused } from '../platform/refusal.ts'
import type { Storage } from '../storage.ts'

const usage = 'usage: npm run -s parity -- [--pages N] [--seed S] [--at http://host:port,…] [--json]'
const shown_max = 20

function asked(args: string[], { PARITY_SERVERS }: Config) {
  const options = { pages: { type: 'string' }, seed: { type: 'string' }, at: { type: 'string' } } as const
  const { values } = parseArgs({ args, options: { ...options, json: { type: 'boolean', default: false } } })
  const whole = (text: string | undefined, most: number) => {
    if (text === undefined) return undefined
    if (!/^\d+$/.test(text) || Number(text) > most) throw new Error(usage)
    return Number(text)
  }
  const servers = (values.at ?? PARITY_SERVERS ?? ownServer()).split(',')
  if (!servers.every((one) => URL.canParse(one))) throw new Error(usage)
  const seed = whole(values.seed, 2 ** 31 - 1)
  const pages = whole(values.pages, 20_000) ?? pages_usual
  return { servers, pages, json: values.json, ...(seed !== undefined && { seed }) }
}

const yuan = (fen: number | null) => (fen === null ? 'no price' : (fen / 100).toFixed(2))

/** Returns the exit code. Whoever calls has opened the snapshots. */
export async function parityCommand({ db }: Storage, config: Config, args: string[]): Promise<number> {
  const { json, ...wanted } = asked(args, config)
  try {
    const { proof, ...run } = await proveNow(db, wanted)
    if (json) console.log(JSON.stringify({ ...run, ...proof }))
    else {
      console.log(`run ${run.run_id}, seed ${run.seed}`)
      for (const { surface, asked, prices, differences, took_ms } of proof.surfaces)
        console.log(
          `${surface.padEnd(14)}${String(asked).padStart(8)} asked ${String(prices).padStart(10)} prices ` +
            `${String(differences).padStart(6)} differ ${(took_ms / 1_000).toFixed(1).padStart(8)} s`,
        )
      for (const one of proof.found.slice(0, shown_max))
        console.log(
          `  ${one.surface} ${one.address} ${one.sku_id}: ${yuan(one.shown_fen)}, not ${yuan(one.expected_fen)}`,
        )
    }
    return proof.differences === 0 ? 0 : 2
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    throw new Error(`${error.reason} ${JSON.stringify(error.facts)}`)
  }
}
