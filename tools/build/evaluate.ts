// Runs a TypeScript module of ours during the build, to see what it exports. One registry for all of them,
// so that zod and friends load once.
import { pathToFileURL } from 'node:url'
import { register } from 'tsx/esm/api'

type Loader = { import: (specifier: string, parent: string) => Promise<unknown> }
let loader: Loader | undefined

export async function evaluate(file: string): Promise<Record<string, unknown>> {
  loader ??= register({ namespace: 'build' })
  return (await loader.import(pathToFileURL(file).href, import.meta.url)) as Record<string, unknown>
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null
