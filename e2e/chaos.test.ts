// A little of `npm run chaos`, so that nobody breaks what it shows without hearing of it.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')

test('three rounds of chaos leave nothing lost, nothing double and nothing oversold', async () => {
  const args = ['--import', 'tsx', join(root, 'chaos', 'run.ts'), '--rounds', '3', '--seed', '14']
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [said, wrong] = ['', '']
  child.stdout.on('data', (chunk) => (said += chunk))
  child.stderr.on('data', (chunk) => (wrong += chunk))
  const code = await new Promise((done) => child.once('close', done))
  expect(code, said + wrong).toBe(0)
  expect(said.trim().split('\n').at(-1)).toMatch(/^chaos: clean; seed 14, 3 of 3 rounds, \d+ requests/)
})
