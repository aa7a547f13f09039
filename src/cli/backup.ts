// npm run -s backup [-- FOLDER] [--plain] [--readers N] [--json]: a backup of the whole database while it is
// in use. npm run -s restore -- FOLDER [--json]: puts one into an empty database and proves it. Progress goes
// to standard error; ends with 0 when all is well and 1 otherwise.
import { parseArgs } from 'node:util'
import { reconcile } from '../modules/stock/index.ts'
import { system } from '../platform/access.ts'
import { verifyAudit } from '../platform/audit.ts'
import { takeBackup } from '../platform/backup.ts'
import type { Manifest } from '../platform/backup-form.ts'
import type { Config } from '../platform/config.ts'
import { openBackup, restoreBackup } from '../platform/restore.ts'
import { type Storage, openStorage } from '../storage.ts'

const began = performance.now()
const passed_s = () => Number(((performance.now() - began) / 1000).toFixed(1))
const tell = (line: string) => void process.stderr.write(`${passed_s().toFixed(1).padStart(6)} s  ${line}\n`)

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0)
const sizeOf = ({ tables }: Manifest) => ({
  tables: tables.length,
  rows: sum(tables.map((table) => table.rows)),
  bytes: sum(tables.map((table) => table.bytes)),
})

const nameOfNow = () => `backups/zhuguang-${new Date().toISOString().replace(/[-:]|\.\d+/g, '')}`

export async function printBackup(config: Config, args: readonly string[]): Promise<boolean> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      plain: { type: 'boolean', default: false },
      readers: { type: 'string', default: '2' },
    },
  })
  if (!/^[1-8]$/.test(values.readers)) throw new Error('--readers is a number from 1 to 8')
  if (positionals.length > 1) throw new Error('one folder: npm run backup -- FOLDER')
  const folder = positionals[0] ?? nameOfNow()
  const storage = await openStorage(config, { mode: 'join', say: tell })
  try {
    const readers = Number(values.readers)
    const manifest = await takeBackup(storage.url, { folder, readers, compress: !values.plain, tell })
    const { at, snapshot, audit } = manifest
    const size = sizeOf(manifest)
    const told = { folder, at, snapshot, ...size, last_hash: audit.last_hash, seconds: passed_s() }
    if (values.json) console.log(JSON.stringify(told))
    else
      console.log(
        `${folder}: ${size.rows} rows of ${size.tables} tables as of ${at}, ${size.bytes} bytes, ` +
          `${told.seconds} s`,
      )
    return true
  } finally {
    await storage.close()
  }
}

export async function printRestore(config: Config, args: readonly string[]): Promise<boolean> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false } },
  })
  const [folder] = positionals
  if (!folder || positionals.length > 1) throw new Error('which backup? npm run restore -- FOLDER')
  const manifest = await openBackup(folder, tell)
  const storage = await openEmpty(config)
  try {
    const migrated = await restoreBackup(storage.url, folder, manifest, tell)
    tell('proving')
    const proof = await prove(storage, manifest)
    const told = { folder, at: manifest.at, ...sizeOf(manifest), migrated, ...proof, seconds: passed_s() }
    if (values.json) console.log(JSON.stringify(told))
    else for (const line of inWords(told)) console.log(line)
    return proof.well
  } finally {
    await storage.close()
  }
}

async function openEmpty(config: Config): Promise<Storage> {
  const limits = { ...config, STATEMENT_TIMEOUT_MS: 0 }
  try {
    return await openStorage(limits, { mode: 'hold', note: 'restore', say: tell, restoring: true })
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'Claimed') throw error
    throw new Error(`${error.message} and was left as it is: give an empty DATA_DIR`, { cause: error })
  }
}

type Proof = Awaited<ReturnType<typeof prove>>

/** What the shop says of itself once it is back: the ledger against the counters, and the audit's chain. */
async function prove({ db }: Storage, manifest: Manifest) {
  const { cells, entries, holds, differences } = await db.read(system, reconcile)
  const { checked, broken_at, last_hash } = await db.read(system, verifyAudit)
  const chain_whole = broken_at === null && last_hash === manifest.audit.last_hash
  return {
    well: differences.length === 0 && chain_whole,
    stock: { cells, entries, holds, differences: differences.length },
    audit: { checked, broken_at, last_hash, whole: chain_whole },
  }
}

function inWords(told: Proof & { rows: number; tables: number; at: string; seconds: number }): string[] {
  const { rows, tables, at, seconds, stock, audit, well } = told
  const lines = [
    `restored ${rows} rows of ${tables} tables as of ${at} in ${seconds} s`,
    `stock: ${stock.cells} cells, ${stock.entries} ledger entries, ${stock.differences} differences`,
    audit.whole
      ? `audit: ${audit.checked} links, the chain holds`
      : `audit: the chain is broken (link ${audit.broken_at ?? 'at the end'})`,
  ]
  if (well) return lines
  const next = 'every row is as it was backed up, so this was so before; npm run reconcile and audit:verify'
  return [...lines, `${next} name the places`]
}
