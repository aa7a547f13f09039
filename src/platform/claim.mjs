// One process at a time in a folder. A claim is a file named after a process and the moment it was born, so a
// claim of a dead process is never mistaken for one of a living process that got the same number. Plain
// JavaScript without dependencies: `tools/setup.mjs` needs it before anything is installed.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export class Claimed extends Error {
  constructor(dir, holder) {
    super(`${dir} is held by process ${holder.pid}${holder.note ? ` (${holder.note})` : ''}`)
    this.name = 'Claimed'
    this.holder = holder
  }
}

// A date is written alike for everybody who asks, whatever their language and time zone.
const told = { encoding: 'utf8', env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' } }

/** The birth mark of a living process, or null when it is dead (a zombie is dead). */
export function birthMark(pid) {
  try {
    if (process.platform === 'linux') {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      if (fields[0] === 'Z' || fields[0] === 'X') return null
      return short(readFileSync('/proc/sys/kernel/random/boot_id', 'utf8') + fields[19])
    }
    const born = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], told).trim()
    return born === '' || born.startsWith('Z') ? null : short(born.replace(/^\S+\s+/, ''))
  } catch {
    return null
  }
}

/**
 * Takes the folder, or throws Claimed. With `wait_ms` it waits that long for the holder to leave.
 * @returns {Promise<{ note(text: string): void, release(): void }>}
 */
export async function claim(dir, { note = '', wait_ms = 0, onWait = () => {} } = {}) {
  const name = `${process.pid}.${birthMark(process.pid)}`
  const mine = join(dir, name)
  const until = Date.now() + wait_ms
  let told = false
  mkdirSync(dir, { recursive: true })
  for (;;) {
    const holder = await contest(dir, name, note)
    if (!holder) break
    if (Date.now() >= until) throw new Claimed(dir, holder)
    if (!told) onWait(holder)
    told = true
    await sleep(100)
  }
  return {
    note: (text) => writeFileSync(mine, JSON.stringify({ held: true, note: text })),
    release: () => rmSync(mine, { force: true }),
  }
}

/** Registers this process beside others in the folder, without excluding any. Returns the way out. */
export function register(dir) {
  const name = `${process.pid}.${birthMark(process.pid)}`
  mkdirSync(dir, { recursive: true })
  writeFileSync(join(dir, name), JSON.stringify({ held: false, note: '' }))
  return { name, leave: () => rmSync(join(dir, name), { force: true }) }
}

/** The living processes with a claim in the folder; claims of the dead are swept away. */
export function claimants(dir) {
  const alive = []
  for (const name of readdirSync(dir)) {
    const [pid = '', mark] = name.split('.')
    if (birthMark(pid) === mark) alive.push({ name, pid: Number(pid), ...read(join(dir, name)) })
    else rmSync(join(dir, name), { force: true })
  }
  return alive
}

// Everyone writes first and looks second, so of two newcomers at least one sees the other. The lower name
// stays and waits until the higher one has either left or, having looked too early to see us, has won.
async function contest(dir, name, note) {
  const mine = join(dir, name)
  try {
    writeFileSync(mine, JSON.stringify({ held: false, note }), { flag: 'wx' })
  } catch (error) {
    if (error.code === 'EEXIST') return { pid: process.pid, note: read(mine).note }
    throw error
  }
  for (;;) {
    const others = claimants(dir).filter((other) => other.name !== name)
    const stronger = others.find((other) => other.held) ?? others.find((other) => other.name < name)
    if (stronger) {
      rmSync(mine, { force: true })
      return stronger
    }
    if (others.length === 0) break
    await sleep(5)
  }
  writeFileSync(mine, JSON.stringify({ held: true, note }))
  return null
}

function read(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return { held: false, note: '' } // being written at this moment
  }
}

const short = (text) => createHash('sha256').update(text).digest('hex').slice(0, 12)
