// The one script a shop page names. The page is whole as it arrives; what brings it to life is asked for once
// it has been painted, so that nothing competes with what is being read. A button pressed before that is
// pressed again when the page is awake.
const wait_ms_max = 1_500

const modules = document.querySelector<HTMLScriptElement>('script[data-modules]')?.dataset.modules?.split(' ')
let begun = false

function begin() {
  const [entry, ...needed] = modules ?? []
  if (begun || !entry) return
  begun = true
  for (const href of needed) {
    const link = document.createElement('link')
    link.rel = 'modulepreload'
    link.href = href
    document.head.append(link)
  }
  const script = document.createElement('script')
  script.type = 'module'
  script.src = entry
  document.body.append(script)
}

function whenPainted() {
  new PerformanceObserver((list, observer) => {
    if (list.getEntriesByName('first-contentful-paint').length === 0) return
    observer.disconnect()
    begin()
  }).observe({ type: 'paint', buffered: true })
  // Whoever touches the page does not wait for it.
  for (const touch of ['pointerdown', 'keydown'])
    addEventListener(touch, begin, { once: true, capture: true, passive: true })
  setTimeout(begin, wait_ms_max)
}

let pressed: HTMLButtonElement | null = null

const remember = ({ target }: Event) => {
  if (target instanceof Element) pressed = target.closest('button')
}
const pressAgain = () => {
  if (pressed?.type === 'button' && pressed.isConnected) pressed.click()
}
addEventListener('click', remember, { capture: true })
// What is pressed while it wakes, React hears itself.
addEventListener('waking', () => removeEventListener('click', remember, { capture: true }), { once: true })
addEventListener('awake', pressAgain, { once: true })

// A page in the background is not painted.
if (document.visibilityState === 'hidden') begin()
else whenPainted()
