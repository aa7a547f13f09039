// Structured logs with request ids and without personal data: bodies, queries and names never reach them.
import { type DestinationStream, pino } from 'pino'

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
        res: (res: { statusCode: number }) => ({ status: res.statusCode }),
      },
    },
    to ?? pino.destination(2),
  )
export type Log = ReturnType<typeof makeLog>
