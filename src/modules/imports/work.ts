// Which work belongs to which kind of file.
import type { FileKind } from './fields.ts'
import type { KindWork } from './kind-work.ts'
import { prices } from './prices.ts'
import { products } from './products.ts'
import { stock } from './stock.ts'
import { stores } from './stores.ts'

const works: Record<FileKind, KindWork> = { products, stores, stock, prices }
export const workOf = (kind: FileKind) => works[kind]
