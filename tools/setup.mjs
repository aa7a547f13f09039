// Makes a clone ready to run with nothing but Node: packages installed, programs built. Plain JavaScript
// without dependencies. Whatever is interrupted is found incomplete and done again by the next start.
import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import {
  existsSync,
  lstatSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { claim } from '../src/platform/claim.mjs'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..')
// Stands inside `node_modules` while packages are added to it.
const ADDING = join(root, 'node_modules', '.adding')

/**
 * Installs and, unless told otherwise, builds what is missing or outdated, one process at a time. `dev` adds
 * what tests need.
 */
export async function prepare({ dev, build = true, say = sayOut }) {
  const ready = () => installed(dev) && (!build || built())
  if (ready()) return
  const held = await claim(join(root, '.data', 'setup'), {
    wait_ms: 15 * 60_000,
    onWait: (holder) => say(`waiting for process ${holder.pid}, which is setting up`),
  })
  const release = () => held.release()
  process.once('exit', release)
  try {
    if (!installed(dev)) await install(dev, say)
    if (build && !built()) await makeBuild(say)
  } finally {
    process.off('exit', release)
    held.release()
  }
}

// npm writes the inner lock file as its last act, so packages are there exactly as it says.
function installed(dev) {
  if (existsSync(ADDING)) return false
  const want = readJson(join(root, 'package-lock.json'))?.packages
  const have = readJson(join(root, 'node_modules', '.package-lock.json'))?.packages
  if (!want) return existsSync(join(root, 'node_modules'))
  return Object.entries(want).every(([path, wanted]) => {
    if (path === '' || wanted.optional || wanted.devOptional || (wanted.dev && !dev)) return true
    return have?.[path]?.version === wanted.version
  })
}

async function install(dev, say) {
  // A linked folder belongs to another working copy: npm would empty it under everyone who uses it.
  if (lstatSync(join(root, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()) {
    return say('node_modules is a link and not quite what the lock file says; left alone')
  }
  // Packages are added under those that a running product uses; only what an interrupted run left half done
  // is cleared away first.
  const whole = !existsSync(ADDING) && existsSync(join(root, 'node_modules', '.package-lock.json'))
  say(whole ? 'adding packages' : 'installing packages, once')
  const npm = process.env.npm_execpath
  const [program, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []]
  if (whole) writeFileSync(ADDING, '')
  // No scripts of packages run; the links that one of them would make are made when PostgreSQL starts.
  const args = whole ? ['install', '--no-save'] : ['ci']
  args.push(dev ? '--include=dev' : '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund')
  await run(program, [...first, ...args, '--loglevel=error'], 'installing', say)
  rmSync(ADDING, { force: true })
}

function built() {
  const folder = join(root, 'dist')
  if (!existsSync(join(root, 'src'))) return existsSync(folder)
  return existsSync(join(folder, 'built')) && readFileSync(join(folder, 'built'), 'utf8') === sourcesHash()
}

async function makeBuild(say) {
  say('building')
  sweep()
  const hash = sourcesHash()
  const unfinished = join(root, `.dist-${randomBytes(4).toString('hex')}`)
  await run(process.execPath, [join(root, 'tools', 'build.mjs'), unfinished], 'building', say)
  writeFileSync(join(unfinished, 'built'), hash)
  const folder = join(root, 'dist')
  if (existsSync(folder)) renameSync(folder, `${unfinished}-old`)
  renameSync(unfinished, folder)
  sweep()
}

function sweep() {
  for (const name of readdirSync(root)) {
    if (name.startsWith('.dist-')) rmSync(join(root, name), { recursive: true, force: true })
  }
}

function sourcesHash() {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')))
  const paths = readdirSync(join(root, 'src'), { recursive: true }).map((path) => join('src', path))
  const configs = readdirSync(root).filter((name) =>
    /^(vite\..*|tsconfig)\.(ts|json)$|^vite\.config\.ts$/.test(name),
  )
  const plugins = readdirSync(join(root, 'tools', 'build')).map((path) => join('tools', 'build', path))
  for (const path of [...paths, ...configs, ...plugins, 'tools/build.mjs'].sort()) {
    if (/\.test\.tsx?$/.test(path) || !statSync(join(root, path)).isFile()) continue
    hash.update(`\0${path}\0`).update(readFileSync(join(root, path)))
  }
  return hash.digest('hex')
}

/** Runs a program in the project, passes signals on, and says every 10 s that it still works. */
async function run(program, args, doing, say) {
  // Standard output may be read by a program, so tools speak on the other one.
  const child = spawn(program, args, { cwd: root, stdio: ['ignore', 2, 2] })
  const began = Date.now()
  const alive = setInterval(
    () => say(`still ${doing} (${Math.round((Date.now() - began) / 1000)} s)`),
    10_000,
  )
  const pass = (signal) => {
    child.kill(signal)
    process.exit(signal === 'SIGINT' ? 130 : 143)
  }
  process.once('SIGTERM', pass).once('SIGINT', pass)
  const code = await new Promise((done) => {
    child.once('error', (error) => done(error.message))
    child.once('close', (status, signal) => done(signal ?? status))
  })
  clearInterval(alive)
  process.off('SIGTERM', pass).off('SIGINT', pass)
  if (code !== 0) throw new Error(`${doing} failed (${code})`)
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

export const stamped = (line) => `${(performance.now() / 1000).toFixed(1).padStart(6)} s  ${line}`
const sayOut = (line) => console.log(stamped(line))
