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
    maxBuffer: 100_000_000,
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

test('reads what spreadsheets and older programs write, a line for each line', { timeout: 120_000 }, () => {
  const file = join(folder, 'other.txt')
  const answersTo = (bytes: Buffer) => {
    writeFileSync(file, bytes)
    const { stdout, status } = run(file, '--json')
    expect(status).toBe(0)
    return stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { input: string; code: string | null })
  }
  const text = '四川省成都市武侯区\n\n浙江省杭州市西湖区\r\n'
  const codes = ['510107', null, '330106']
  for (const bytes of [
    Buffer.from(`\uFEFF${text}`),
    Buffer.from(`\uFEFF${text}`, 'utf16le'),
    // GB 18030, as the lines above
    Buffer.from('cbc4b4a8caa1b3c9b6bccad0cee4baeec7f80a0ad5e3bdadcaa1babcd6ddcad0cef7bafec7f80d0a', 'hex'),
  ]) {
    const answers = answersTo(bytes)
    expect(answers.map((each) => each.code)).toEqual(codes)
    expect(answers[0]!.input).toBe('四川省成都市武侯区')
  }
  expect(answersTo(Buffer.from('ff00fe0a80e2', 'hex')).map((each) => each.code)).toEqual([null, null])
})

test('a list of twenty thousand lines loses none', { timeout: 120_000 }, () => {
  const file = join(folder, 'long.txt')
  writeFileSync(file, '四川省成都市武侯区天府三街199号\n'.repeat(20_000))
  const { stdout, status } = run(file)
  expect(status).toBe(0)
  expect(stdout.split('\n')).toHaveLength(20_001)
})

test('a missing file or argument is told on stderr', () => {
  const missing = run(join(folder, 'nothing.txt'), '--json')
  expect(missing).toMatchObject({ status: 1, stdout: '' })
  expect(missing.stderr).toContain('nothing.txt')
  expect(run().status).toBe(1)
})
