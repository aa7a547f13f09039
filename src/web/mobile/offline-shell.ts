// Registers the service worker that keeps the crew's console openable without a network.
export function keepShellOffline() {
  if (!('serviceWorker' in navigator)) return
  addEventListener('load', () => {
    void navigator.serviceWorker.register('/sw-crew.js', { scope: '/crew' }).catch(() => {})
  })
}
