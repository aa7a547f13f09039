// The few types every room speaks. Runs in the browser too.
import { z } from 'zod'

export const Id = z.uuid().brand<'Id'>()
export type Id = z.infer<typeof Id>

/** Money: a whole number of fen (1/100 yuan). Never a float. */
export const Fen = z.int().brand<'Fen'>()
export type Fen = z.infer<typeof Fen>
export const fen = (amount: number) => Fen.parse(amount)

// Beyond these years a moment in UTC, or the day after, has no four-digit year: the database says it in words
// of its own and no reply can carry it. Beyond 14 hours there is no zone, and PostgreSQL refuses from 16 on.
const inReach = (value: string) => value >= '1900' && value < '3000'
const inZone = (value: string) => /(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/.test(value)
const reach = 'years 1900 to 2999'

/** A moment, ISO 8601 in UTC, as the database and JSON carry it. */
export const Instant = z.iso
  .datetime({ offset: true })
  .refine(inReach, reach)
  .refine(inZone, 'offsets up to 14 hours')
export type Instant = z.infer<typeof Instant>

/** A business day in Asia/Shanghai, `YYYY-MM-DD`. */
export const Day = z.iso.date().refine(inReach, reach)
export type Day = z.infer<typeof Day>

/** GB/T 2260 code, six digits: a city ends in 00, a county does not. */
export const DistrictCode = z
  .string()
  .regex(/^[1-9]\d{5}$/)
  .meta({ examples: ['510107'] })
export type DistrictCode = z.infer<typeof DistrictCode>
export const CityCode = DistrictCode.meta({ examples: ['510100'] })

export const Lang = z.enum(['zh-CN', 'en'])
export type Lang = z.infer<typeof Lang>

// Any space around it; inside, no control character but the line feed (PostgreSQL refuses NUL). Its parts
// meet at one place only, or a long run of spaces would be tried in every way.
const written = String.raw`\s*(?=\S)(?:[^\p{Cs}\p{Cc}]|\n)*(?:[\t\v\f\r]\s*)?`
const aText = new RegExp(`^${written}$`, 'u')
const aTextOrNone = new RegExp(`^(?:${written}|\\s*)$`, 'u')

/** Free text a person typed. What is asked is asked before the trim: so the document says what is taken. */
export const text = (max: number, min = 1) =>
  z
    .string()
    .max(max)
    .regex(min > 0 ? aText : aTextOrNone)
    .trim()
    .min(min)

/** One page of a list. `next` goes into `after` for the page that follows; null on the last one. */
export const page = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullable() })
export const PageInput = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(24),
  after: Id.optional(),
})
export type Page<T> = { items: T[]; next: string | null }

/** UUIDv7 (RFC 9562): sorts by creation time, so indexes stay compact. */
export function newId(): Id {
  const time = Date.now().toString(16).padStart(12, '0')
  const random = crypto.randomUUID()
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(15)}` as Id
}
