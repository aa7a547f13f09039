// Filters, the open row and the like live in the address: a link shows the same list to a colleague.
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'

export type Query = Record<string, string>

/** Plain `a=b` both ways; a value is always text. */
export const parseQuery = (text: string): Query => Object.fromEntries(new URLSearchParams(text))
export function stringifyQuery(query: Record<string, unknown>): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
  const params = new URLSearchParams(given.map(([name, value]) => [name, String(value)]))
  return params.size ? `?${params}` : ''
}

/** `query.state`, `set({ state: 'paid', open: undefined })`; replaces the entry in the history when asked. */
export function useAddress() {
  const query = useSearch({ strict: false }) as Query
  const navigate = useNavigate()
  const set = useCallback(
    (patch: Record<string, string | undefined>, replace = false) => {
      const search = (now: Query) => ({ ...now, ...patch })
      void navigate({ to: '.', search: search as never, replace })
    },
    [navigate],
  )
  return { query, set }
}

/** A `:name` of the page's path. */
export const useParam = (name: string) => (useParams({ strict: false }) as Query)[name] ?? ''
