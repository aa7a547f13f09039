// Every setting a process reads from its environment, checked once at the start.
import { z } from 'zod'

const flag = z
  .enum(['0', '1'])
  .default('0')
  .transform((value) => value === '1')

export const Config = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
    .optional(),
  DATA_DIR: z.string().optional(),
  /** Allows signing in as a demo person from other machines than this one. */
  DEMO: flag,
  /** Size of the demo world an empty embedded database gets; 0 stores: none. */
  DEMO_STORES: z.coerce.number().int().min(0).max(50_000).default(15_000),
  DEMO_ORDERS: z.coerce.number().int().min(0).max(1_000_000).default(20_000),
  DEMO_OLDER_ORDERS: z.coerce.number().int().min(0).max(5_000_000).default(200_000),
  /** The address people type; needed behind a TLS proxy so that cookies and links are right. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** The proxy's word on the caller's address is taken only when set. */
  TRUST_PROXY: flag,
  LOG_LEVEL: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug']).default('info'),
  RATE_LIMIT_PER_MINUTE: z.coerce.number().int().min(1).default(1200),
  BODY_LIMIT_BYTES: z.coerce.number().int().min(1_024).default(1_048_576),
  STATEMENT_TIMEOUT_MS: z.coerce.number().int().min(0).default(5_000),
  DATABASE_POOL: z.coerce.number().int().min(2).max(100).default(12),
  WORK_CONCURRENCY: z.coerce.number().int().min(1).max(50).default(4),
  /** How long a process that was told to end still serves everybody; unset: what its duty needs. */
  DRAIN_MS: z.coerce.number().int().min(0).max(600_000).optional(),
  METRICS_TOKEN: z.string().optional(),
  /** `http://host:port,…` of every server, for the daily proof that all say one price; unset: our own. */
  PARITY_SERVERS: z
    .string()
    .regex(/^https?:\/\/[^,\s]+(,https?:\/\/[^,\s]+)*$/, 'is http://host:port,http://host:port')
    .optional(),
  /** For tests: a file with the moment all clocks stand at. */
  TEST_CLOCK_FILE: z.string().optional(),
  /** `host:port,…` that webhooks may be sent to although they are not public, or not by https. */
  WEBHOOK_ALLOW_HOSTS: z
    .string()
    .regex(/^(\[[\da-f:]+\]|[\w.-]+):\d{1,5}(,(\[[\da-f:]+\]|[\w.-]+):\d{1,5})*$/, 'is host:port,host:port')
    .optional(),
})
export type Config = z.infer<typeof Config>

export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = Config.safeParse(given)
  if (parsed.success && parsed.data.TEST_CLOCK_FILE && env.NODE_ENV !== 'test')
    throw new Error('TEST_CLOCK_FILE stops all clocks: it is for tests (NODE_ENV=test) and nothing else')
  if (parsed.success) return parsed.data
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw new Error(`These settings are wrong (see docs/operations): ${wrong.join('; ')}`)
}
