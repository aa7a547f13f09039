// The bytes of a table as text. A feed says nowhere how it is written, so the first of it is looked at; a
// cell that does not fit what the rest is written in is told, and never guessed.
import { isAscii, isUtf8 } from 'node:buffer'

export type Encoding = 'utf-8' | 'gb18030' | 'windows-1252' | 'utf-16le' | 'utf-16be'

const marks: readonly (readonly [Encoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]

/** How many bytes at the front name the encoding, and which. */
export function markOf(head: Buffer): { encoding: Encoding; length: number } | null {
  const found = marks.find(([, mark]) => mark.every((byte, at) => head[at] === byte))
  return found ? { encoding: found[0], length: found[1].length } : null
}

function reads(bytes: Buffer, encoding: Encoding): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

/**
 * Common Chinese has two high bytes a sign (GB 2312), western text one high byte among ASCII: counted,
 * because nearly every pair of bytes is some rare sign.
 */
function looksChinese(line: Buffer): boolean {
  let paired = 0
  let high = 0
  for (let at = 0; at < line.length; at++) {
    if (line[at]! < 0x80) continue
    high += 1
    if (line[at]! < 0xa1 || line[at]! > 0xf7 || !(line[at + 1]! >= 0xa1)) continue
    paired += 2
    high += 1
    at += 1
  }
  return paired >= high * 0.8 && reads(line, 'gb18030')
}

/**
 * By the lines that hold more than ASCII: UTF-8 when most of them are; else GB18030 when they read as
 * Chinese; else the encoding of the western desks.
 */
export function guessEncoding(head: Buffer): Encoding {
  const mark = markOf(head)
  if (mark) return mark.encoding
  const lines = linesOf(head).filter((line) => !isAscii(line))
  const utf8 = lines.filter((line) => isUtf8(line)).length
  if (utf8 * 2 >= lines.length) return 'utf-8'
  const chinese = lines.filter(looksChinese)
  return chinese.length * 2 >= lines.length ? 'gb18030' : 'windows-1252'
}

// The last line may be cut within a letter, so it is left out unless it is the only one.
function linesOf(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = []
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(10, from)
    if (end < 0) {
      if (lines.length === 0) lines.push(bytes.subarray(from))
      break
    }
    lines.push(bytes.subarray(from, end))
    from = end + 1
  }
  return lines
}

/** One cell. `fits` is false when its bytes are not of this encoding; the text is then a guess at it. */
export function decoderOf(encoding: Encoding): (bytes: Buffer) => { text: string; fits: boolean } {
  if (encoding.startsWith('utf-16')) encoding = 'utf-8' // it was turned into UTF-8 on its way here
  const strict = new TextDecoder(encoding, { fatal: true, ignoreBOM: true })
  const lax = new TextDecoder('windows-1252')
  return (bytes) => {
    if (isAscii(bytes)) return { text: bytes.toString('latin1'), fits: true }
    if (encoding === 'utf-8') {
      const fits = isUtf8(bytes)
      return { text: fits ? bytes.toString('utf8') : lax.decode(bytes), fits }
    }
    try {
      return { text: strict.decode(bytes), fits: true }
    } catch {
      return { text: lax.decode(bytes), fits: false }
    }
  }
}
