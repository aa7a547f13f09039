// Brings a page that the server rendered to life: same component, same data, same view.
import './base.css'
import { type ComponentType, startTransition, useEffect } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { fontsWhenIdle } from './fonts.ts'
import { type View, ViewContext } from './words/use-words.ts'

/** Tells once that every part answers: what was pressed too early is pressed now (start-late.ts). */
function Awake() {
  useEffect(() => void dispatchEvent(new Event('awake')), [])
  return null
}

/** The last line of each file in src/consoles/shop/entries. */
export function hydratePage<D>(Component: ComponentType<{ data: D }>) {
  const told = document.getElementById('data')
  const root = document.getElementById('root')
  if (!told?.textContent || !root) return
  const { view, data } = JSON.parse(told.textContent) as { view: View; data: D }
  const page = (
    <ViewContext value={view}>
      <Component data={data} />
      <Awake />
    </ViewContext>
  )
  dispatchEvent(new Event('waking'))
  // In slices, so that a scroll or a touch meanwhile is answered at once.
  startTransition(() => void hydrateRoot(root, page))
  fontsWhenIdle()
}
