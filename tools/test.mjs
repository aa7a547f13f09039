// `npm test`: everything a test needs, then the rooms, then the journeys through a browser. Words after `--`
// go to vitest as filters. The last line is the count.
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { prepare, root, stamped } from './setup.mjs'

const filters = process.argv.slice(2)
const suites = [
  ['rooms', 'vitest.config.ts'],
  ['journeys', 'vitest.e2e.config.ts'],
].filter(([name]) => !process.env.TEST_ONLY || process.env.TEST_ONLY === name)

try {
  await prepare({ dev: true })
} catch (error) {
  console.error(`zhuguang: ${error.message}`)
  process.exit(1)
}
mkdirSync(join(root, '.test'), { recursive: true })
let [passed, failed] = [0, 0]
for (const [name, config] of suites) {
  console.log(stamped(`testing the ${name}`))
  const report = join(root, '.test', `${name}.json`)
  rmSync(report, { force: true })
  const code = await vitest(config, report)
  const counted = count(report)
  passed += counted.passed
  failed += counted.failed || (code === 0 ? 0 : 1)
}
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)

function vitest(config, report) {
  const program = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const args = [program, 'run', '--config', config, '--passWithNoTests', ...reporters, ...filters]
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, NODE_ENV: 'test' },
  })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  return new Promise((done) => child.once('close', (code) => done(code ?? 1)))
}

// A file that fails outside its tests (it does not load, its set-up throws) counts as one failure.
function count(report) {
  try {
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'))
    const broken = testResults.filter(
      (file) => file.status === 'failed' && file.assertionResults.length === 0,
    )
    return { passed: numPassedTests, failed: numFailedTests + broken.length }
  } catch {
    return { passed: 0, failed: 1 }
  }
}
