// `npm run chaos -- --faults`: a copy of the tree for each planted fault, built and run there until the
// checker finds something. A fault that lives through all rounds is one the checker is blind to.
import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Planted, planted } from './planted.ts'

const root = join(import.meta.dirname, '..')
const copied = [
  'chaos',
  'migrations',
  'src',
  'tools',
  'package.json',
  'tsconfig.json',
  'vite.server.config.ts',
]

type Found = { name: string; caught: boolean; rounds: number; by: string; took_s: number }

export async function runPlanted(
  only: string[],
  { rounds, seed }: { rounds: number; seed: number },
  say: (line: string) => void,
): Promise<boolean> {
  const unknown = only.filter((name) => !planted.some((fault) => fault.name === name))
  if (unknown.length > 0) throw new Error(`no such fault: ${unknown.join(', ')}`)
  const found: Found[] = []
  for (const fault of planted) {
    if (only.length > 0 && !only.includes(fault.name)) continue
    const told = await tryFault(fault, rounds, seed).catch((error: unknown) => notTried(fault, error))
    found.push(told)
    say(lineOf(told))
  }
  return found.every(({ caught }) => caught)
}

/** One that could not be tried was not caught. */
const notTried = ({ name }: Planted, error: unknown): Found => {
  const [by = ''] = String(error).split('\n')
  return { name, caught: false, rounds: 0, by, took_s: 0 }
}

const lineOf = ({ name, caught, rounds, by, took_s }: Found) =>
  [caught ? 'caught' : 'MISSED', name.padEnd(24), `round ${rounds}`.padEnd(8), `${took_s} s`, by].join('  ')

async function tryFault(fault: Planted, rounds: number, seed: number): Promise<Found> {
  const began = Date.now()
  const folder = mkdtempSync(join(tmpdir(), `zhuguang-planted-${fault.name}-`))
  try {
    copyTree(folder, fault)
    const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
    const config = ['--config', 'vite.server.config.ts', '--logLevel', 'warn']
    await run([vite, 'build', ...config], folder, 0)
    const args = ['--import', 'tsx', 'chaos/run.ts', '--rounds', String(rounds), '--seed', String(seed)]
    const said = await run(args, folder, 1)
    const lines = said.trim().split('\n')
    const by = lines.find((line) => line.startsWith('    '))?.trim() ?? 'nothing was found'
    const caught = lines.at(-1)!.startsWith('chaos: VIOLATED')
    // What was kept to be looked at is known here: it was planted.
    const kept = /database in (\S+)\/kept$/.exec(lines.at(-1)!)?.[1]
    if (kept) rmSync(kept, { recursive: true, force: true })
    const done = lines.filter((line) => line.startsWith('round ')).length
    return { name: fault.name, caught, rounds: done, by, took_s: Math.round((Date.now() - began) / 1000) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function copyTree(folder: string, fault: Planted) {
  for (const path of copied) cpSync(join(root, path), join(folder, path), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  mkdirSync(join(folder, 'dist'))
  for (const [file, text] of textsOf(fault)) writeFileSync(join(folder, file), text)
}

/** The files of a fault as it makes them. Throws when the product's text has moved on. */
export function textsOf({ name, edits }: Planted): Map<string, string> {
  const texts = new Map<string, string>()
  for (const { file, find, put } of edits) {
    const parts = (texts.get(file) ?? readFileSync(join(root, file), 'utf8')).split(find)
    if (parts.length !== 2) throw new Error(`${name}: its text stands ${parts.length - 1} times in ${file}`)
    texts.set(file, parts.join(put))
  }
  return texts
}

/** Runs to its end; any other code than 0 and `also` is an error. */
async function run(args: string[], cwd: string, also: number): Promise<string> {
  const env = { ...process.env, NODE_ENV: 'production' }
  const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const stop = () => child.kill('SIGTERM')
  process.once('exit', stop)
  let [said, wrong] = ['', '']
  child.stdout.on('data', (chunk) => (said += chunk))
  child.stderr.on('data', (chunk) => (wrong += chunk))
  const code = await new Promise((done) => child.once('close', done))
  process.off('exit', stop)
  if (code !== 0 && code !== also) throw new Error(`${args.join(' ')} ended with ${code}: ${wrong || said}`)
  return said
}
