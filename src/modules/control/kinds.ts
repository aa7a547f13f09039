// The kinds of change this house knows; rooms register theirs at start.
import type { ChangeKind } from '../../platform/change-kind.ts'
import { wrongField } from '../../platform/refusal.ts'

const kinds = new Map<string, ChangeKind>()

export function registerKinds(given: readonly ChangeKind[]) {
  for (const kind of given) kinds.set(kind.kind, kind)
}

export function kindOf(name: string): ChangeKind {
  const kind = kinds.get(name)
  if (!kind) throw wrongField('/kind', 'unknown_kind', { kind: name })
  return kind
}

export const kindIfKnown = (name: string) => kinds.get(name) ?? null

export const kindList = () => ({
  items: [...kinds.values()].map(({ kind, name_zh: kind_zh, name_en: kind_en }) => ({
    kind,
    kind_zh,
    kind_en,
  })),
})
