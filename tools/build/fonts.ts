// The fallback face must never move a page that is already read: shown if it is there, else not.
import type { Plugin } from 'vite'

export const optionalFonts = (): Plugin => ({
  name: 'zhuguang-optional-fonts',
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'asset' || !file.fileName.endsWith('.css')) continue
      file.source = String(file.source).replaceAll(/font-display:\s*swap/g, 'font-display:optional')
    }
  },
})
