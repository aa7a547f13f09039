// The write scenarios, in the order in which they run.
export const writes = [
  'price',
  'benefits:cart',
  'benefits:large',
  'parity',
  'order:1',
  'order:20',
  'order:300',
  'alone',
  'checkout',
  'hot:1',
  'hot:20',
  // Last: the warehouse it fills would serve the others too.
  'project',
] as const
export type WriteName = (typeof writes)[number]
