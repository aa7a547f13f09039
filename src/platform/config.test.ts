// The settings a process reads and the page that explains them say the same.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Config, readConfig } from './config.ts'

const root = join(import.meta.dirname, '..', '..')
const own = 'src/platform/config.test.ts'
const page = readFileSync(join(root, 'docs/operations/README.md'), 'utf8')
// What belongs to the machine, or to a test that starts another process.
const ofTheMachine = new Set(
  'PATH HOME TMPDIR LD_LIBRARY_PATH FONTCONFIG_FILE AWS_EXECUTION_ENV FOLDER'.split(' '),
)
const blank = Object.fromEntries(Object.keys(Config.shape).map((name) => [name, undefined]))
const told = new Map(
  [...page.matchAll(/^\| `([A-Z_]+)` \| (\S+) \|/gm)].map(([, name = '', value = '']) => [name, value]),
)
// What the table says of a setting that no code defaults.
const unset = new Map([['DATA_DIR', '`.data`']])

/** As one types it: a flag is 0 or 1, nothing is a dash. */
const typed = (value: unknown) =>
  value === undefined ? '–' : typeof value === 'boolean' ? String(Number(value)) : String(value)

test('docs/operations names every setting of a process with what it is unless set', () => {
  for (const [name, value] of Object.entries({ ...blank, ...readConfig({}) }))
    expect([name, told.get(name)]).toEqual([name, unset.get(name) ?? typed(value)])
})

test('nothing is read from the environment that docs/operations does not name, and nothing else is named', () => {
  const files = ['src', 'tools', 'e2e', 'bench'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
  )
  const code = files.filter((path) => /\.(ts|mjs)$/.test(path) && path !== own)
  const read = code.flatMap((path) =>
    [...readFileSync(join(root, path), 'utf8').matchAll(/process\.env\.([A-Z_]+)/g)].map(([, name]) => name!),
  )
  const settings = new Set([...Object.keys(Config.shape), ...read.filter((name) => !ofTheMachine.has(name))])
  expect([...told.keys()].sort()).toEqual([...settings].sort())
})

test('a wrong setting stops the start with its name, an empty one counts as unset', () => {
  expect(() => readConfig({ PORT: 'x', DEMO: 'yes' })).toThrow(/PORT.*DEMO/s)
  for (const [name, value] of Object.entries({
    PORT: '70000',
    BODY_LIMIT_BYTES: '-1',
    STATEMENT_TIMEOUT_MS: '-5',
    DATABASE_POOL: '1',
    LOG_LEVEL: 'loud',
    PUBLIC_URL: 'shop.example',
    DATABASE_URL: 'mysql://somewhere',
  }))
    expect(() => readConfig({ [name]: value }), name).toThrow(name)
  expect(readConfig({ PORT: '', DATABASE_URL: '', DATA_DIR: '' })).toEqual(readConfig({}))
})
