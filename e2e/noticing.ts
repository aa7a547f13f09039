// The customer's own choice of the language of notices.
import { noticeWords } from '../src/modules/notices/screens/notice-words.ts'
import type { Lang } from '../src/platform/types.ts'
import { say } from '../src/web/words/words.ts'
import { look } from './eyes.ts'
import type { Person } from './person.ts'

/** Chooses, comes back, and finds it chosen. */
export async function chooseNotices(shopper: Person, chosen: Lang) {
  const { page, lang } = shopper
  const t = say(noticeWords, lang)
  const choice = () =>
    page
      .getByRole('region', { name: t('preference') })
      .getByRole('radio', { name: t(chosen === 'en' ? 'en' : 'zh') })
  await page.goto('/account')
  await choice().check({ force: true })
  await page.getByText(t('chosen')).waitFor()
  await page.reload()
  await choice().and(page.locator(':checked')).waitFor({ state: 'attached' })
  await look(shopper, 'shop-account')
}
