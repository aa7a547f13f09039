// The fallback face, for machines without a Chinese one. Laying a page out anew for it would stop whoever is
// reading, so the first page only fetches what its words need; the pages after it have the face at hand.
import address from './fonts.css?url'

const chineseFaces = [
  'PingFang SC',
  'PingFangSC-Regular',
  'HarmonyOS Sans SC',
  'MiSans',
  'Microsoft YaHei UI',
  'Microsoft YaHei',
  'MicrosoftYaHei',
  'Hiragino Sans GB',
  'HiraginoSansGB-W3',
  'Noto Sans CJK SC',
  'NotoSansCJKsc-Regular',
  'Noto Sans SC',
  'NotoSansSC-Regular',
]

/** Begins when nothing else is to be done; machines with a Chinese face download nothing. */
export function fontsWhenIdle() {
  const begin = () => void provide().catch(() => {})
  if ('requestIdleCallback' in globalThis) requestIdleCallback(begin, { timeout: 8000 })
  else setTimeout(begin, 3000)
}

async function provide() {
  const probe = new FontFace('probe', chineseFaces.map((name) => `local("${name}")`).join())
  const has = await probe.load().then(
    () => true,
    () => false,
  )
  if (has) return
  const text = await fetch(address).then((reply) => reply.text())
  if (cameFromCache()) adopt()
  else await fetchFaces(text, new Set(document.body.innerText))
}

/** Whether an earlier page has fetched the style sheet, and with it the face. */
function cameFromCache(): boolean {
  const [asked] = performance.getEntriesByName(new URL(address, location.href).href).slice(-1)
  return asked instanceof PerformanceResourceTiming && asked.transferSize === 0
}

function adopt() {
  const link = document.createElement('link')
  link.rel = 'stylesheet'
  link.href = address
  document.head.append(link)
}

// A style sheet that is never adopted moves nothing; its files come into the browser's cache all the same.
async function fetchFaces(text: string, signs: ReadonlySet<string>) {
  const sheet = new CSSStyleSheet()
  await sheet.replace(text)
  const codes = new Set([...signs].map((sign) => sign.codePointAt(0)!))
  const wanted = [...sheet.cssRules].filter((rule) => rule instanceof CSSFontFaceRule && covers(rule, codes))
  await Promise.all(wanted.map((rule) => faceOf(rule as CSSFontFaceRule).load()))
}

const faceOf = ({ style }: CSSFontFaceRule) => new FontFace('fetched', style.getPropertyValue('src'))

/** `U+0-FF, U+4E00`: whether any sign lies in there. Each sign is in one face only, so this is short. */
function covers({ style }: CSSFontFaceRule, codes: ReadonlySet<number>): boolean {
  const ranges = style.getPropertyValue('unicode-range').split(',')
  return ranges.some((range) => {
    const [from = '', to = from] = range.trim().replace(/^U\+/i, '').split('-')
    const last = Number.parseInt(to, 16)
    for (let code = Number.parseInt(from, 16); code <= last; code++) if (codes.has(code)) return true
    return false
  })
}
