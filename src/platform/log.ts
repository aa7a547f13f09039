// Structured logs with request ids and without personal data: bodies, queries and names never reach them.
import { type DestinationStream, pino } from 'pino'

type Fault = Error & { code?: string; constraint_name?: string; table_name?: string; column_name?: string }

// What a fault of the database says of the row (its detail, its query, the value in its message) is data of
// people; where it happened is enough to find it.
function faultOf(fault: Fault) {
  const { name, code, constraint_name, table_name, column_name } = fault
  const where = fault.stack?.split('\n').filter((line) => /^\s+at /.test(line))
  // Class 42 names tables and columns; every other message of the database may quote a value.
  const quotes = name === 'ZodError' || /^(?!42)[0-9A-Z]{5}$/.test(code ?? '')
  const message = quotes ? undefined : fault.message
  return { name, code, message, constraint_name, table_name, column_name, stack: where?.join('\n') }
}

export const makeLog = (level: string, to?: DestinationStream) =>
  pino(
    {
      level,
      redact: {
        paths: ['req.headers', 'headers', 'password', 'phone', 'email', '*.password', '*.phone', '*.email'],
        remove: true,
      },
      serializers: {
        // The path alone: a query may carry what a person typed.
        req: (req: { method: string; url: string }) => ({ method: req.method, path: req.url.split('?')[0] }),
        err: faultOf,
        res: (res: { statusCode: number }) => ({ status: res.statusCode }),
      },
    },
    to ?? pino.destination(2),
  )
export type Log = ReturnType<typeof makeLog>
