// A screen needs of an endpoint only its method and path. This leaves a contract's schemas out of the
// browser's bundle; what else a screen imports from the contract (a schema, a list) is taken from the whole
// file.
import type { Plugin } from 'vite'
import { evaluate, isObject } from './evaluate.ts'

const contractFile = /\/src\/(?:modules\/[\w-]+|platform|web)\/(?:[\w-]+-)?contract(?:-[\w-]+)?\.ts$/

export function leanContracts(): Plugin {
  return {
    name: 'zhuguang-lean-contracts',
    enforce: 'pre',
    // Of the whole file only what is used comes along: making a schema does nothing else.
    resolveId: (id) => (id.endsWith('?whole') ? { id, moduleSideEffects: false } : null),
    async load(id) {
      if (!contractFile.test(id)) return null
      const lines: string[] = []
      const others: string[] = []
      for (const [name, value] of Object.entries(await evaluate(id))) {
        if (!isObject(value) || !('method' in value) || !('path' in value)) others.push(name)
        else {
          const { id: endpoint_id, method, path, permission } = value
          const lean = JSON.stringify({ id: endpoint_id, method, path, permission })
          lines.push(`export const ${name} = ${lean}`)
        }
      }
      if (others.length) lines.push(`export { ${others.join(', ')} } from ${JSON.stringify(`${id}?whole`)}`)
      return { code: lines.join('\n'), moduleSideEffects: false }
    },
  }
}
