// The door of sourcing.
export { citiesAround } from './around.ts'
export { confirmSlots, holdSlots, learn, moveSlot, releaseSlots, type WantedSlot } from './commands.ts'
export type { Leg, Plan, Promise_, Slot } from './contract.ts'
export { type Next, type Planned, planFor, type Wanted } from './plan.ts'
export { promiseFor } from './promise.ts'
export { routes } from './routes.ts'
export { capacityOf as windowCapacity, endsAt, startsAt, whyNotSlots } from './slots.ts'
