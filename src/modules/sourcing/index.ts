// The door of sourcing.
export { citiesAround } from './around.ts'
export { confirmSlots, holdSlots, learn, moveSlot, releaseSlots, type WantedSlot } from './commands.ts'
export type { Leg, Plan, Promise_, Slot } from './contract.ts'
export { planFor, type Wanted } from './plan.ts'
export { promiseFor } from './promise.ts'
export { routes } from './routes.ts'
export { endsAt, startsAt, whyNotSlots } from './slots.ts'
