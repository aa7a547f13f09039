// Loads the fallback face when nothing else is to be done; machines with a Chinese face never download it.
export function fontsWhenIdle() {
  const load = () => void import('./fonts.css')
  if ('requestIdleCallback' in globalThis) requestIdleCallback(load, { timeout: 8000 })
  else setTimeout(load, 3000)
}
