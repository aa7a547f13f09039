// The door of control: rooms above hand over what needs a second person.
export { type ProposeInput, propose } from './commands.ts'
export { frozenOf, refuseFrozen, registerFreezables } from './freezes.ts'
export { registerKinds } from './kinds.ts'
export { hearsChanges, isOpen, proposed, requestState } from './queries.ts'
export { reactions } from './reactions.ts'
export { routes } from './routes.ts'
export { changeKinds, registerSettings } from './settings.ts'
