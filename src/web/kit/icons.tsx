// Small line icons: 1.6 strokes on a 24 grid, always decoration beside a word or inside a named button.
const paths = {
  pin: 'M12 21s-7-6.2-7-11.5a7 7 0 0 1 14 0C19 14.8 12 21 12 21zM14.5 9.5a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0z',
  find: 'M17.5 11a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0zM16 16l4.5 4.5',
  home: 'M4 11l8-7 8 7v9h-5v-6H9v6H4z',
  order: 'M6 3h12v18l-3-2-3 2-3-2-3 2zM9 8h6M9 12h6',
  cart: 'M4 5h2l2 11h10l2-8H7M10.5 20a1 1 0 1 1-2 0 1 1 0 0 1 2 0zM18.5 20a1 1 0 1 1-2 0 1 1 0 0 1 2 0z',
  me: 'M15.5 8a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0zM5 20c.6-4 3.4-6 7-6s6.4 2 7 6',
  scan: 'M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M4 12h16',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  store: 'M4 9l1.5-5h13L20 9M4 9h16v11H4zM9 20v-6h6v6M4 9c0 3 4 3 4 0 0 3 4 3 4 0 0 3 4 3 4 0 0 3 4 3 4 0',
  van: 'M2 6h12v11H2zM14 10h4l4 4v3h-8zM7.8 18a1.8 1.8 0 1 1-3.6 0M19.3 18a1.8 1.8 0 1 1-3.6 0',
  tool: 'M14.5 6.5a4 4 0 0 0 5 5L11 20a2.1 2.1 0 0 1-3-3zM14.5 6.5l3-3',
  plug: 'M9 3v5M15 3v5M6 8h12v4a6 6 0 0 1-12 0zM12 18v3',
  drop: 'M12 3s6 6.6 6 11a6 6 0 0 1-12 0c0-4.4 6-11 6-11z',
  drain: 'M5 4v6a4 4 0 0 0 4 4h6a4 4 0 0 1 4 4v2M2 4h6M16 20h6',
  ruler: 'M3 8h18v8H3zM7 8v3M11 8v4M15 8v3M19 8v4',
  right: 'M9 5l7 7-7 7',
  left: 'M15 5l-7 7 7 7',
  down: 'M5 9l7 7 7-7',
  import: 'M12 3v11M7.5 10l4.5 4.5 4.5-4.5M4 16v4h16v-4',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  phone:
    'M5 4h4l1.5 5L8 10.5a11 11 0 0 0 5.5 5.5l1.5-2.5 5 1.5v4a1.5 1.5 0 0 1-1.5 1.5A15 15 0 0 1 3.5 5.5 1.5 1.5 0 0 1 5 4z',
  close: 'M6 6l12 12M18 6L6 18',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  sun: 'M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6L19 19M19 5l-1.4 1.4M6.4 17.6L5 19',
  globe: 'M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18',
  warn: 'M12 4l9 16H3zM12 10v4M12 17v.5',
  info: 'M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM12 11v5M12 8v.5',
  offline: 'M3 3l18 18M8.5 15a5 5 0 0 1 7 0M5 11.5a10 10 0 0 1 5-2.7M19 11.5a10 10 0 0 0-3.6-2.2M12 19v.5',
  clock: 'M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM12 7v5l3 2',
  box: 'M4 8l8-4 8 4v9l-8 4-8-4zM4 8l8 4 8-4M12 12v9',
  camera: 'M4 7h4l1.5-2h5L16 7h4v12H4zM15.5 13a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0z',
  print: 'M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z',
  list: 'M8 6h12M8 12h12M8 18h12M4 6v.01M4 12v.01M4 18v.01',
  map: 'M4 6l5-2 6 2 5-2v14l-5 2-6-2-5 2zM9 4v14M15 6v14',
  people:
    'M12 8a3 3 0 1 1-6 0 3 3 0 0 1 6 0zM3 19c.5-3.5 3-5 6-5s5.5 1.5 6 5M15 5.5a3 3 0 0 1 0 5M17.5 14.5c2 .7 3.2 2.2 3.5 4.5',
  filter: 'M4 5h16l-6 8v6l-4-2v-4z',
  refresh: 'M20 12a8 8 0 1 1-2.5-5.8M20 3v4h-4',
} as const
export type IconName = keyof typeof paths

export const Icon = ({
  name,
  size = 20,
  className = '',
}: {
  name: IconName
  size?: number
  className?: string
}) => (
  <svg
    viewBox="0 0 24 24"
    width={size}
    height={size}
    className={`shrink-0 ${className}`}
    fill="none"
    stroke="currentColor"
    strokeWidth="1.6"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
  >
    <path d={paths[name]} />
  </svg>
)

/** The mark: light falling out of a window of a home. */
export const Mark = ({ size = 28 }: { size?: number }) => (
  <svg viewBox="0 0 32 32" width={size} height={size} className="shrink-0" aria-hidden="true">
    <path
      d="M3 29V11L16 3l13 8v18z"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.4"
      strokeLinejoin="round"
    />
    <path d="M11 13h7v7h-7z" fill="var(--light)" />
    <path d="M18 20l8 7.8H17.5L11 20z" fill="var(--light)" opacity=".5" />
  </svg>
)
