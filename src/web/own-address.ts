// The way back to where somebody came from, as an address of our own. What stands in a link was written
// by anybody, and browsers read more into it than its first characters say: a tab or line break inside is
// dropped.
const here = 'http://here.invalid'

/** Path, query and anchor on this site; null when it would lead anywhere else. */
export function ownAddress(wanted: string | null): string | null {
  if (!wanted?.startsWith('/') || !URL.canParse(wanted, here)) return null
  const { origin, pathname, search, hash } = new URL(wanted, here)
  return origin === here ? pathname.replace(/^\/{2,}/, '/') + search + hash : null
}
