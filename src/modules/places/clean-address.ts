// Turns a raw address line into comparable text: one width, simplified place characters, no telephone, no
// labels.
import { simplified } from '../../platform/traditional.ts'

/** Only this many characters are looked at: an address is shorter, and the work stays bounded. */
export const considered_chars_max = 500

const noise = [
  /(?:\+?86[-\s]?)?1[3-9]\d[-\s]?\d{4}[-\s]?\d{4}(?!\d)/g, // mobile
  /(?:\(?0\d{2,3}\)?[-\s]?)\d{7,8}(?:-\d{1,5})?(?!\d)/g, // land line
  /1[3-9]\d\*{3,6}\d{2,4}/g, // masked mobile
  /\d{9,}/g, // order and parcel numbers
  /邮政?编码?\s*[:;]?\s*\d{6}/g,
  /(?<![\d-])\d{6}(?![\d号室弄栋幢-])/g, // a bare postal code
  /(?:收件人|收货人|收貨人|联系人|姓名|寄件人|发件人|手机号码?|手机|联系电话|电话|联系方式|收件地址|收货地址|寄送地址|送货地址)/g,
  /(?:详细地址|所在地区|所在省市|省市区|家庭住址|现住址|住址|地址|邮编|邮政编码|快递送到|请?送到|请?寄到|请?发到|送货到|发往|寄往|收件)/g,
  /(?:中华人民共和国|市辖区|省直辖县级行政区划|自治区直辖县级行政区划|省直辖行政单位|省直辖县级行政单位)/g,
  /^\s*中国(?!银行|人民|移动|电信|联通|石化|石油)/g,
]

export type CleanAddress = {
  /** Only letters and digits, the rest removed. */
  text: string
  /** gaps[i] is 1 when something was removed in front of text[i]. */
  gaps: Uint8Array
  /** Where text[i] stands in `readable`. */
  origin: Uint16Array
  /** Cleaned, still with its punctuation. */
  readable: string
}

// Compatibility folding also turns full-width digits, letters and brackets into common ones.
export const fold = (raw: string) =>
  simplified(raw.slice(0, considered_chars_max).normalize('NFKC').toLowerCase())

const isWord = (code: number) =>
  (code >= 0x4e00 && code <= 0x9fff) ||
  (code >= 0x3400 && code <= 0x4dbf) ||
  (code >= 0x61 && code <= 0x7a) ||
  (code >= 0x30 && code <= 0x39)

export function cleanAddress(raw: string): CleanAddress {
  let readable = fold(raw)
  for (const pattern of noise) readable = readable.replace(pattern, ' ')
  readable = readable.slice(0, considered_chars_max * 2)
  const gaps = new Uint8Array(readable.length + 1)
  const origin = new Uint16Array(readable.length + 1)
  let text = ''
  let gap = 1
  for (let at = 0; at < readable.length; at++) {
    if (isWord(readable.charCodeAt(at))) {
      gaps[text.length] = gap
      origin[text.length] = at
      text += readable[at]
      gap = 0
    } else gap = 1
  }
  gaps[text.length] = 1
  origin[text.length] = readable.length
  return { text, gaps, origin, readable }
}
