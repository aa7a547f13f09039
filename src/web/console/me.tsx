// The signed-in person inside a console, and whether they may do a thing, with the reason when not.
import { createContext, useContext } from 'react'
import { type Permission, permissions } from '../../platform/access.ts'
import type { Lang } from '../../platform/types.ts'
import type { Me } from '../session.ts'
import { useLang } from '../words/use-words.ts'
import { say } from '../words/words.ts'
import { consoleWords, permissionWords } from './console-words.ts'

export const MeContext = createContext<Me | null>(null)

/** Inside a console there is always somebody. */
export function useMe(): Me {
  const me = useContext(MeContext)
  if (!me) throw new Error('useMe outside of a console')
  return me
}

/** null when allowed, else the sentence for `why_disabled`. */
export function whyMayNot(me: Me, permission: Permission, lang: Lang): string | null {
  if (me.permissions.includes(permission)) return null
  const t = say(consoleWords, lang)
  const name = say(permissionWords, lang)(permission)
  return t('needs', { permission: name, estate: t(`estate_${permissions[permission]}`) })
}

/** `const why = useWhyNot('control.approve')`, then `<Button why_disabled={why}>`. */
export const useWhyNot = (permission: Permission) => whyMayNot(useMe(), permission, useLang())
