// What a page is, for whoever writes one: where it lives, what it loads, what it shows, how long it holds.
import type { ComponentType } from 'react'
import type { Actor } from '../platform/access.ts'
import type { Lang } from '../platform/types.ts'

/** One reading of one page. `actor` is null in the anonymous tier, whose pages are shared. */
export type Visit = {
  lang: Lang
  now: number
  path: string
  params: Readonly<Record<string, string>>
  query: URLSearchParams
  /**
   * District code the visitor chose (cookie `place`): county of six digits or town of nine; null when
   * none.
   */
  place: string | null
  /** Light or dark, where the reader chose one. */
  theme: 'light' | 'dark' | null
  actor: Actor | null
  /** Whether the browser says that it is a phone; only where the page's cache counts it. */
  handheld: boolean
  /** `cookie` and the caller's address, for loads that ask the API on the visitor's behalf. */
  headers: Readonly<Record<string, string | string[] | undefined>>
}

export type Loaded<D> =
  | {
      data: D
      /** The next moment at which something shown here changes: a price, a promise, a cut-off. */
      expires_at?: string | number | null
      /** Whether what is shown still holds, asked before it is shown again; it waits for nothing. */
      holds?: () => boolean
      status?: number
    }
  /** `cookie` is a whole Set-Cookie line. */
  | { redirect: string; status?: 301 | 302 | 303; cookie?: string }
  | null

export type CacheRule = {
  /** Query names that change the page; all others are left out of the key and of what `load` sees. */
  query?: readonly string[]
  /** Phones get a rendering of their own; the page must still be right for who says nothing. */
  by_device?: true
  /** Of the snapshots it is made from; an entry of another version is not served. */
  version: () => string | number
  /** Longest life without an `expires_at`; 60 s unless given. */
  max_age_s?: number
}

export type Page<D = unknown> = {
  /** Fastify path, e.g. `/product/:code`. */
  path: string
  /** Name of the file in src/consoles/shop/entries that hydrates it. */
  entry: string
  /** null answers 404. */
  load: (visit: Visit) => Promise<Loaded<D>> | Loaded<D>
  Component: ComponentType<{ data: D }>
  title: (data: D, lang: Lang) => string
  description?: (data: D, lang: Lang) => string
  /** Kept for visitors without a session; pages without a rule are rendered for each request. */
  cache?: CacheRule
  /** Sends visitors without a session to /sign-in and back. */
  signed_in?: true
}

/** Checks the parts against each other, then forgets the data's type so that pages fit in one list. */
export const page = <D>(definition: Page<D>): Page => definition as unknown as Page
