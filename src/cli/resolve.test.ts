// The command for lists: one answer a line and nothing else, no database, a clear failure.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'resolve-'))
afterAll(() => rmSync(folder, { recursive: true }))

const root = fileURLToPath(new URL('../..', import.meta.url))
const run = (...args: string[]) =>
  spawnSync(process.execPath, ['--import', 'tsx', join(root, 'src/cli/resolve.ts'), ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: process.env.PATH },
  })

test('prints one JSON line for each line, also for empty ones, and nothing else', () => {
  const file = join(folder, 'list.txt')
  const lines = ['四川省成都市武侯区天府三街', '', '朝阳区建国路', '"quoted"\\', 'hello']
  writeFileSync(file, lines.join('\r\n'))
  const { stdout, stderr, status } = run(file, '--json')
  const answers = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(answers.map((each) => each.input)).toEqual(lines)
  expect(answers.map((each) => each.code)).toEqual(['510107', null, null, null, null])
  for (const each of answers) expect(Object.keys(each)).toEqual(['input', 'code', 'candidates', 'reason'])
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 })
})

test('a missing file or argument is told on stderr', () => {
  const missing = run(join(folder, 'nothing.txt'), '--json')
  expect(missing).toMatchObject({ status: 1, stdout: '' })
  expect(missing.stderr).toContain('nothing.txt')
  expect(run().status).toBe(1)
})
