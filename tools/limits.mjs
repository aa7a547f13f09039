// The limits that lint and formatter do not hold: lines of at most 110 characters, also in SQL, scripts and
// texts in code, and files of at most 400 lines.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

const COLUMNS_MAX = 110
const LINES_MAX = 400

const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  encoding: 'utf8',
})
const paths = listed
  .split('\n')
  .filter((path) => /\.(ts|tsx|mts|mjs|sql|css|sh)$/.test(path) && path !== 'schema.sql' && existsSync(path))
const breaches = []
for (const path of paths) {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
  if (lines.length > LINES_MAX) breaches.push(`${path}: ${lines.length} lines, at most ${LINES_MAX}`)
  for (const [at, line] of lines.entries()) {
    // A long string is one word to the formatter: it cannot be broken without harm, so it counts as one.
    const { length } = [...line.replace(/'[^']{60,}'|"[^"]{60,}"|`[^`]{60,}`|className=\{`[^`]{60,}$/g, "''")]
    if (length > COLUMNS_MAX) breaches.push(`${path}:${at + 1}: ${length} columns, at most ${COLUMNS_MAX}`)
  }
}
for (const breach of breaches) console.error(breach)
process.exit(breaches.length === 0 ? 0 : 1)
