// A browser for the journeys, on any machine: the Chromium inside an npm package where it runs (Linux, x64),
// the Chrome or Chromium of the machine elsewhere. Nothing outside this machine is reachable from it.
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

const root = join(import.meta.dirname, '..')
const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
]
const ARGS = [
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--font-render-hinting=none',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
]

/** Starts the browser. `CHROME_PATH` chooses another; `args` are added (lighthouse needs a port). */
export async function openBrowser(args: readonly string[] = []): Promise<Browser> {
  const packed = process.platform === 'linux' && process.arch === 'x64' && !process.env.CHROME_PATH
  const folder = packed ? await unpack() : null
  const executablePath = folder
    ? join(folder, 'chromium')
    : [process.env.CHROME_PATH, ...INSTALLED].find((path) => path && existsSync(path))
  if (!executablePath) throw new Error('no Chrome or Chromium found: install one, or set CHROME_PATH')
  const sandbox = packed || process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return chromium.launch({
    executablePath,
    args: [...ARGS, ...sandbox, ...args],
    env: { ...env(), ...(folder && libraries(folder)) },
  })
}

const env = () =>
  Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => !!entry[1]))

// A bare Debian has neither the NSS libraries nor a font; the package brings both.
const libraries = (folder: string) => ({
  LD_LIBRARY_PATH: [join(folder, 'al2023', 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':'),
  FONTCONFIG_FILE: process.env.FONTCONFIG_FILE ?? join(folder, 'fonts.conf'),
  HOME: process.env.HOME ?? folder,
})

// The package unpacks into TMPDIR and takes whatever lies there already: every version gets a folder of its
// own, complete or not there at all.
async function unpack(): Promise<string> {
  const home = join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '..', '..')
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { version: string }
  const folder = join(root, '.test', `chromium-${version}`)
  if (existsSync(folder)) return folder
  const unfinished = `${folder}.${randomBytes(4).toString('hex')}`
  mkdirSync(unfinished, { recursive: true })
  const { default: packed } = await import('@sparticuz/chromium')
  const before = { TMPDIR: process.env.TMPDIR, AWS_EXECUTION_ENV: process.env.AWS_EXECUTION_ENV }
  // Under this name the package also unpacks its libraries.
  Object.assign(process.env, { TMPDIR: unfinished, AWS_EXECUTION_ENV: 'nodejs22.x' })
  try {
    await packed.executablePath()
  } finally {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
  writeFileSync(join(unfinished, 'fonts.conf'), fontsConf(folder))
  try {
    renameSync(unfinished, folder)
  } catch {
    rmSync(unfinished, { recursive: true, force: true }) // another process was faster
  }
  return folder
}

const fontsConf = (folder: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${join(folder, 'fonts')}</dir>
  <cachedir>${join(folder, 'font-cache')}</cachedir>
</fontconfig>
`
