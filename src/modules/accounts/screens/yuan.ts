// Yuan as people write them, to whole fen.

/** At most two places; null: no such amount. */
export function fenOfYuan(yuan: string): number | null {
  const [, whole, part = ''] = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(yuan.trim()) ?? []
  return whole === undefined ? null : Number(whole) * 100 + Number(part.padEnd(2, '0'))
}
