// The sign-in page as the server mounts it; the same for everybody, so it is kept in memory.
import { page } from '../../web/page.ts'
import { say } from '../../web/words/words.ts'
import { SignInPage } from './sign-in-page.tsx'
import { signInWords } from './sign-in-words.ts'

export const signInPage = page({
  path: '/sign-in',
  entry: 'sign-in',
  load: () => ({ data: {} }),
  Component: SignInPage,
  title: (_, lang) => `${say(signInWords, lang)('title')} · ${lang === 'en' ? 'Zhuguang' : '逐光'}`,
  description: (_, lang) => say(signInWords, lang)('description'),
  cache: { version: () => 1, max_age_s: 3600 },
})
