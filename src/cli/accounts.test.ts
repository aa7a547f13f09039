// The commands that hand out rights: what they print, and when they refuse.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../tools/test-db.ts'
import { type OpenHouse, cookiesOf, openHouse } from '../../tools/test-people.ts'
import { demoKeys, routes } from '../modules/people/index.ts'

let house: OpenHouse
beforeAll(async () => {
  house = await openHouse(routes)
})
afterAll(() => house.close())

const root = fileURLToPath(new URL('../..', import.meta.url))
type Ran = { status: number | null; stdout: string; stderr: string }
const run = (url: string, args: string[], env: Record<string, string> = {}, input = '') =>
  new Promise<Ran>((resolve) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/run.ts', ...args], {
      cwd: root,
      env: { PATH: process.env.PATH, NODE_ENV: 'test', DATABASE_URL: url, ...env },
    })
    const ran: Ran = { status: null, stdout: '', stderr: '' }
    child.stdout.on('data', (part) => (ran.stdout += part))
    child.stderr.on('data', (part) => (ran.stderr += part))
    child.on('close', (status) => resolve({ ...ran, status }))
    child.stdin.end(input)
  })

test('key prints one working key and nothing else', async () => {
  const { status, stdout, stderr } = await run(house.url, ['key', '--as', 'brand'])
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout).toMatch(/^zg_[\w-]{40}\n$/)
  const headers = { authorization: `Bearer ${stdout.trim()}` }
  const me = await house.app.inject({ method: 'GET', url: '/api/v1/me', headers })
  expect(me.json()).toMatchObject({ roles: ['brand_partner'], scope: { brands: house.places.brands } })
  for (const name of ['control', 'owner', 'brand', 'warehouse', 'selling', 'buying', 'crew', 'shopper'])
    expect(demoKeys).toContain(name)
})

test('key names who there is, and refuses where there is no demo', async () => {
  const unknown = await run(house.url, ['key', '--as', 'nobody'])
  expect(unknown).toMatchObject({ status: 1, stdout: '' })
  expect(unknown.stderr).toContain('control|')
  const empty = await testDatabase()
  const refused = await run(empty.url, ['key', '--as', 'control'])
  expect(refused).toMatchObject({ status: 1, stdout: '' })
  expect(refused.stderr).toContain('no demo people')
  await empty.drop()
})

const admin = ['admin', '--email', 'first@example.com', '--name', '首位']

test('admin makes two controllers, who sign in; a third is theirs to approve', async () => {
  const password = 'one to begin with'
  const first = await run(house.url, admin, { ADMIN_PASSWORD: password })
  expect(first).toMatchObject({ status: 0, stderr: '' })
  const entered = await house.toAuth('sign-in/email', { email: 'first@example.com', password })
  const me = (await house.send('GET', '/me', cookiesOf(entered))).json()
  expect(me).toMatchObject({ name: '首位', roles: ['controller'], demo: false, party_name_en: 'Head office' })
  const again = await run(house.url, admin, { ADMIN_PASSWORD: password })
  expect(again.status).toBe(1)
  expect(again.stderr).toContain('has an account already')
  const second = ['admin', '--email', 'second@example.com', '--name', '第二位']
  expect((await run(house.url, second, {}, `${password}\n`)).status).toBe(0)
  const third = await run(house.url, ['admin', '--email', 'third@example.com', '--name', 'C'], {
    ADMIN_PASSWORD: password,
  })
  expect(third.stderr).toContain('two controllers already')
})

test('admin says what is wrong with the password or the address', async () => {
  const base = await testDatabase()
  const told = async (email: string, password: string) =>
    (await run(base.url, ['admin', '--email', email, '--name', 'A'], { ADMIN_PASSWORD: password })).stderr
  expect(await told('a@example.com', 'Tq7-vu')).toContain('8 to 128')
  expect(await told('a@example.com', '12345678')).toContain('everybody guesses')
  expect(await told('nowhere', 'a long enough one')).toContain('not an e-mail address')
  expect((await run(base.url, ['admin'])).stderr).toContain('usage')
  await base.drop()
})
