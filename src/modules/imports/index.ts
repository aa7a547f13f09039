// The door of imports.
export { addFile } from './commands.ts'
export { type FileKind, fileKinds } from './fields.ts'
export { Mapping } from './mapping.ts'
export { mappingNamed, mappings } from './mappings.ts'
export { faultsOf, unfinished } from './queries.ts'
export { hashOf, readTable } from './read-table.ts'
export { type Planned, applyAll, planOf, readInto, rehearse, summaryOf } from './run.ts'
