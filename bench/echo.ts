// The physical limit beside each figure: bare Fastify, one process, answering the same bytes from memory, the
// headers among them; where the answer needs the database, after one transaction of as many statements that
// find nothing, and where it writes, with one durable commit of as many bytes.
// Run as a process of its own: the bodies arrive on standard input as JSON, the address goes to standard
// output.
import Fastify from 'fastify'
import postgres from 'postgres'

const text = await new Promise<string>((done) => {
  let all = ''
  process.stdin.on('data', (chunk) => (all += chunk))
  process.stdin.on('end', () => done(all))
})
type Told = {
  answers: { headers: Record<string, string>; body: string }[]
  database: { url: string; statements: number; writes: boolean } | null
}
const { answers, database } = JSON.parse(text) as Told
const sql = database && postgres(database.url, { max: 12 })

async function touch(body: string) {
  if (!sql || !database) return
  await sql.begin(async (tx) => {
    await Promise.all(Array.from({ length: database.statements }, (_, at) => tx`select ${at}::int`))
    if (database.writes) await tx`select pg_logical_emit_message(true, 'bench', ${body})`
  })
}

const app = Fastify()
type Reply = { headers: (all: Record<string, string>) => { send: (body: string) => unknown } }
answers.forEach(({ headers, body }, at) => {
  const answer = async (_request: unknown, reply: Reply) => {
    if (database) await touch(body)
    return reply.headers(headers).send(body)
  }
  app.get(`/${at}`, answer as never)
  app.post(`/${at}`, answer as never)
})
await app.listen({ port: 0, host: '127.0.0.1' })
const address = app.server.address()
console.log(typeof address === 'object' && address ? address.port : 0)
