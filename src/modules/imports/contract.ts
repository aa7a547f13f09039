// What crosses the walls of imports: files on their way in, their rows, and how they are sent.
import { z } from 'zod'
import type { Permission } from '../../platform/access.ts'
import { endpoint } from '../../platform/endpoint.ts'
import { Id, Instant, PageInput, page, text } from '../../platform/types.ts'

export const fileKinds = ['products', 'stores', 'stock', 'prices'] as const
export const FileKind = z.enum(fileKinds)
export type FileKind = z.infer<typeof FileKind>
export const FileState = z.enum(['arriving', 'reading', 'held', 'waiting', 'applying', 'done', 'dropped'])
export const HeldFor = z.enum(['rejects', 'large_cut', 'unreadable'])
export const RowState = z.enum(['ready', 'rejected', 'created', 'updated', 'unchanged'])

/** Bytes of a whole file and of one piece of it. */
export const file_bytes_max = 268_435_456
export const part_bytes_max = 524_288

export const Note = z.object({ column: z.string(), code: z.string(), value: z.string() })

export const ImportFile = z.object({
  id: Id,
  kind: FileKind,
  name: z.string(),
  bytes: z.int(),
  mapping: z.string().nullable(),
  /** Headers that feed nothing, and fields of the mapping that found no column. */
  unused: z.array(z.string()),
  missing: z.array(z.string()),
  dry_run: z.boolean(),
  state: FileState,
  held_for: HeldFor.nullable(),
  trouble: z.object({ reason: z.string(), facts: z.string() }).nullable(),
  by_name: z.string(),
  created_at: Instant,
  finished_at: Instant.nullable(),
  request_id: Id.nullable(),
  rows: z.int(),
  created: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  rejected: z.int(),
  /** Read and not yet written. */
  ready: z.int(),
})
export type ImportFile = z.infer<typeof ImportFile>

export const ImportRow = z.object({
  row: z.int(),
  state: RowState,
  cells: z.array(z.object({ column: z.string(), text: z.string() })),
  faults: z.array(Note),
  warnings: z.array(Note),
})
export type ImportRow = z.infer<typeof ImportRow>

const account = { permission: 'account.own' } as const

const Announced = z.strictObject({
  name: text(200).meta({ examples: ['products.csv'] }),
  bytes: z
    .int()
    .min(1)
    .max(1e13)
    .meta({ examples: [120] }),
  mapping: text(60).optional().describe('By name; found by the headers when left out'),
  dry_run: z.boolean().default(false),
})
export type Announced = z.infer<typeof Announced>
const announced = { refusals: ['import_too_large', 'unknown_mapping'], input: Announced, reply: ImportFile }

/** U7: sending a file asks for what the same change on screen asks for. */
export const permissionOf = {
  products: 'catalog.edit',
  stores: 'places.edit',
  stock: 'stock.count',
  prices: 'pricing.propose',
} as const satisfies Record<FileKind, Permission>

export const addProductFile = endpoint('POST /imports/products', {
  summary: 'Announce a file of products; its bytes follow in parts',
  permission: permissionOf.products,
  ...announced,
})
export const addStoreFile = endpoint('POST /imports/stores', {
  summary: 'Announce a file of stores and warehouses; its bytes follow in parts',
  permission: permissionOf.stores,
  ...announced,
})
export const addStockFile = endpoint('POST /imports/stock', {
  summary: 'Announce a file of what lies in the nodes of the sender; its bytes follow in parts',
  permission: permissionOf.stock,
  ...announced,
})
export const addPriceFile = endpoint('POST /imports/prices', {
  summary:
    'Announce a file of prices, which a second person will have to agree to; its bytes follow in parts',
  permission: permissionOf.prices,
  ...announced,
})

export const sendPart = endpoint('PUT /imports/:file_id/parts/:part', {
  summary: 'One piece of the file, at most 512 KiB; sent again it stands once',
  ...account,
  id: 'send_import_part',
  refusals: ['import_not_open', 'import_too_large'],
  input: z.strictObject({
    file_id: Id,
    part: z.coerce.number().int().min(0).max(100_000),
    base64: z
      .string()
      .regex(/^[A-Za-z0-9+/]*={0,2}$/)
      .max(700_000)
      .meta({ examples: ['a2V5LGJyYW5k'] }),
  }),
  reply: z.object({ part: z.int(), bytes: z.int() }),
})

export const startImport = endpoint('PUT /imports/:file_id/arrival', {
  summary: 'All parts were sent: read the file and take it in, in the background',
  ...account,
  id: 'start_import',
  refusals: ['import_not_open', 'import_incomplete'],
  input: z.strictObject({ file_id: Id }),
  reply: ImportFile,
})

export const getImport = endpoint('GET /imports/:file_id', {
  summary: 'How far a file has come, and what became of its rows',
  ...account,
  id: 'get_import',
  input: z.object({ file_id: Id }),
  reply: ImportFile,
})

export const listImports = endpoint('GET /imports', {
  summary: 'Files, the newest first',
  ...account,
  input: PageInput.extend({ kind: FileKind.optional(), state: FileState.optional() }),
  reply: page(ImportFile),
})

export const listRows = endpoint('GET /imports/:file_id/rows', {
  summary: 'Rows of a file in their order, with what is wrong about them',
  ...account,
  id: 'list_import_rows',
  input: z.object({
    file_id: Id,
    state: RowState.optional(),
    warned: z.enum(['true', 'false']).optional().describe('Only rows of which something was left out'),
    limit: z.coerce.number().int().min(1).max(100).default(24),
    after: z.coerce.number().int().min(1).max(2_000_000).optional(),
  }),
  reply: page(ImportRow),
})

export const repairRow = endpoint('PATCH /imports/:file_id/rows/:row', {
  summary: 'Write cells of a refused row anew; it is checked at once and goes along with the next run',
  ...account,
  id: 'repair_import_row',
  refusals: ['row_not_rejected', 'import_not_open'],
  input: z.strictObject({
    file_id: Id,
    row: z.coerce.number().int().min(2).max(2_000_000),
    cells: z
      .array(z.strictObject({ column: text(200), text: text(2_000, 0) }))
      .min(1)
      .max(60),
  }),
  reply: ImportRow,
})

export const releaseImport = endpoint('PUT /imports/:file_id/release', {
  summary: 'Go on with a held file, or with the repaired rows of one that is done',
  ...account,
  id: 'release_import',
  refusals: ['import_not_open', 'import_unreadable', 'import_dry_run'],
  input: z.strictObject({ file_id: Id }),
  reply: ImportFile,
})

export const dropImport = endpoint('DELETE /imports/:file_id', {
  summary: 'Give up a file that waits; nothing of it is written',
  ...account,
  id: 'drop_import',
  refusals: ['import_not_open'],
  input: z.object({ file_id: Id }),
  reply: ImportFile,
})

export const listMappings = endpoint('GET /import-mappings', {
  summary: 'Whose files we can read, and the columns of our own',
  ...account,
  id: 'list_import_mappings',
  input: z.object({ kind: FileKind.optional() }),
  reply: z.object({
    items: z.array(
      z.object({
        name: z.string(),
        title: z.string(),
        kind: FileKind,
        fields: z.array(z.object({ field: z.string(), must: z.boolean(), from: z.array(z.string()) })),
      }),
    ),
  }),
})

/** What a second person agrees to: a list of prices as a whole. */
export const PriceList = z.strictObject({
  file_id: Id,
  name: z.string(),
  rows: z.int(),
  large_steps: z.int(),
})
