// Other houses and customers are told, and a bank tells us: a delivery that is not taken and is sent again, a
// statement that differs from our books, notices in the language somebody chose. In both languages, on a
// phone and on a desktop.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { noticeWords } from '../src/modules/notices/screens/notice-words.ts'
import { openReceiver, type Receiver } from '../tools/test-receiver.ts'
import { controlMenu } from '../src/consoles/control/menu.ts'
import { say } from '../src/web/words/words.ts'
import { openBrowser } from './browser.ts'
import { openPage } from './console.ts'
import { look } from './eyes.ts'
import { numberOf } from './following.ts'
import { addEndpoint, deliveryOf, sendAgain, sendTest } from './hooking.ts'
import { type Look, becomes, leave, looks, worker } from './person.ts'
import { closeDifference, importStatement } from './reconciling.ts'
import { atOffer, buyIt } from './shopping.ts'
import { chooseNotices } from './noticing.ts'

const url = inject('product_url')
let browser: Browser
let receiver: Receiver

beforeAll(async () => {
  browser = await openBrowser()
  receiver = await openReceiver(500, inject('receiver_port'))
})
afterAll(async () => {
  await receiver.close()
  await browser.close()
})

test.each(looks)(
  'a delivery that is not taken is seen by control and sent again ($lang)',
  async (seen: Look) => {
    receiver.behave(500)
    const name = `ERP ${seen.lang}`
    // Orders of others may be told here too.
    const tests = () =>
      receiver.received.filter(({ path, body }) => path.endsWith(seen.lang) && body.includes('webhook.test'))
    const seller = await worker(browser, url, seen, 'selling')
    const control = await worker(browser, url, seen, 'control')
    await addEndpoint(seller, { name, url: `${receiver.url}/${seen.lang}` })
    await sendTest(seller, name)
    await becomes(() => deliveryOf(control, name)).toMatchObject({ status: 500, delivered: false })
    // It has been tried again by itself; the next time would be in five minutes.
    await becomes(() => tests().length).toBe(2)
    receiver.behave(204)
    await sendAgain(seller, name)
    await becomes(() => deliveryOf(control, name)).toMatchObject({ status: 204, delivered: true })
    const ids = tests().map(({ headers }) => headers['webhook-id'])
    expect(ids).toHaveLength(3)
    expect(new Set(ids).size).toBe(1)
    await leave([seller, control])
  },
)

test.each(looks)(
  'a statement that differs is imported and the difference closed ($lang)',
  async (seen: Look) => {
    const control = await worker(browser, url, seen, 'control')
    const transaction_id = `t_${seen.lang}`
    await importStatement(control, transaction_id)
    await closeDifference(control, transaction_id)
    await leave([control])
  },
)

test('who chooses English is told in English', async () => {
  const seen = looks[0]!
  const { clerk, shopper, home, fen } = await atOffer(browser, url, seen)
  await buyIt(shopper, home, fen)
  await chooseNotices(shopper, 'en')
  await shopper.page.goto('/')
  const control = await worker(browser, url, looks[1]!, 'control')
  const second = await atOffer(browser, url, seen)
  await buyIt(second.shopper, second.home, second.fen)
  const number = await numberOf(second.shopper)
  await openPage(control, controlMenu, 'notices')
  const t = say(noticeWords, control.lang)
  await becomes(async () => {
    await control.page.reload()
    await control.page.getByRole('row').nth(1).waitFor()
    return control.page.getByRole('row').filter({ hasText: number }).allTextContents()
  }).toContainEqual(expect.stringContaining(`[Zhuguang] Order ${number} is paid`))
  await look(control, 'desk-notices')
  await control.page.getByRole('row').filter({ hasText: number }).first().click()
  await control.page.getByRole('dialog').getByText(t('en'), { exact: true }).waitFor()
  await chooseNotices(second.shopper, 'zh-CN')
  await leave([clerk, shopper, second.clerk, second.shopper, control])
})
