// Reads, pages, commands and live updates for the consoles, on TanStack Query. Keys are [endpoint id, input],
// so a command or a live event refreshes by endpoint.
import { QueryClient, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { z } from 'zod'
import type { Endpoint } from '../platform/endpoint.ts'
import type { Page } from '../platform/types.ts'
import { call, encode, type Input, Problem, type Reply } from './api.ts'
import { type Command, useCall } from './command.ts'
import { listen } from './live.ts'

const mayHelp = (problem: Error) =>
  problem instanceof Problem && (problem.status === 0 || problem.status >= 500)

export const newQueryClient = () =>
  new QueryClient({
    defaultOptions: {
      // Without a network a read fails at once and says so, instead of waiting unseen.
      queries: {
        networkMode: 'always',
        staleTime: 15_000,
        retry: (count, problem) => count < 2 && mayHelp(problem),
      },
    },
  })

export type ReadOptions = { enabled?: boolean; refetch_ms?: number }

export function useRead<I extends z.ZodType, R extends z.ZodType>(
  endpoint: Endpoint<I, R>,
  input: Input<I>,
  options: ReadOptions = {},
) {
  return useQuery<Reply<R>, Problem>({
    queryKey: [endpoint.id, input],
    queryFn: ({ signal }) => call(endpoint, input, { signal }),
    enabled: options.enabled ?? true,
    ...(options.refetch_ms ? { refetchInterval: options.refetch_ms } : {}),
  })
}

type PageReply<R extends z.ZodType> = Reply<R> extends Page<infer T> ? T : never

/** Keyset pages joined: `items`, and `more()` while there is a next page. */
export function usePages<I extends z.ZodType, R extends z.ZodType>(
  endpoint: Endpoint<I, R>,
  input: Omit<Input<I> & object, 'after'>,
  options: ReadOptions = {},
) {
  const pages = useInfiniteQuery({
    queryKey: [endpoint.id, input],
    queryFn: ({ pageParam, signal }) => {
      const asked = { ...input, ...(pageParam ? { after: pageParam } : {}) } as Input<I>
      return call(endpoint, asked, { signal }) as Promise<Page<PageReply<R>>>
    },
    initialPageParam: '',
    getNextPageParam: (last: Page<PageReply<R>>) => last.next ?? undefined,
    enabled: options.enabled ?? true,
  })
  return {
    source: encode(endpoint, input as Record<string, unknown>).url,
    items: pages.data?.pages.flatMap((page) => page.items) ?? [],
    problem: pages.error as Problem | null,
    loading: pages.isPending,
    loading_more: pages.isFetchingNextPage,
    has_more: pages.hasNextPage,
    more: () => void pages.fetchNextPage(),
    reload: () => void pages.refetch(),
  }
}

type Read = { error: Problem | null; isPending: boolean; refetch: () => unknown }

/** A list that comes whole, in the form of one that comes page by page; `from` gives it as a file. */
export const wholeList = <T>(items: readonly T[], read: Read, from: Endpoint) => ({
  source: encode(from, {}).url,
  items: [...items],
  problem: read.error,
  loading: read.isPending,
  loading_more: false,
  has_more: false,
  more: () => undefined,
  reload: () => void read.refetch(),
})

/** A command that refreshes the reads it changes (all of them unless `refreshes` names endpoints). */
export function useCommand<I extends z.ZodType, R extends z.ZodType>(
  endpoint: Endpoint<I, R>,
  options: {
    refreshes?: readonly Pick<Endpoint, 'id'>[]
    onDone?: (reply: Reply<R>, input: Input<I>) => void
  } = {},
): Command<I, R> {
  const client = useQueryClient()
  return useCall(endpoint, (reply, input) => {
    refresh(client, options.refreshes)
    options.onDone?.(reply, input)
  })
}

function refresh(client: QueryClient, endpoints?: readonly Pick<Endpoint, 'id'>[]) {
  if (!endpoints) void client.invalidateQueries()
  for (const { id } of endpoints ?? []) void client.invalidateQueries({ queryKey: [id] })
}

/** Listens on server-sent events while mounted; each time the line is opened all is read anew. */
export function useLive(topics: readonly string[], endpoints?: readonly Pick<Endpoint, 'id'>[]) {
  const client = useQueryClient()
  const asked = topics.join(',')
  const ids = endpoints?.map(({ id }) => id).join(',')
  useEffect(() => {
    if (!asked) return undefined
    const refreshAll = () =>
      refresh(
        client,
        ids?.split(',').map((id) => ({ id })),
      )
    return listen(asked.split(','), refreshAll)
  }, [asked, ids, client])
}
