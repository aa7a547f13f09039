// The physical limit beside each figure: bare Fastify, one process, answering the same bytes from memory, the
// headers among them.
// Run as a process of its own: the bodies arrive on standard input as JSON, the address goes to standard
// output.
import Fastify from 'fastify'

const text = await new Promise<string>((done) => {
  let all = ''
  process.stdin.on('data', (chunk) => (all += chunk))
  process.stdin.on('end', () => done(all))
})
const bodies = JSON.parse(text) as { headers: Record<string, string>; body: string }[]
const app = Fastify()
type Reply = { headers: (all: Record<string, string>) => { send: (body: string) => unknown } }
bodies.forEach(({ headers, body }, at) => {
  const answer = async (_request: unknown, reply: Reply) => reply.headers(headers).send(body)
  app.get(`/${at}`, answer as never)
  app.post(`/${at}`, answer as never)
})
await app.listen({ port: 0, host: '127.0.0.1' })
const address = app.server.address()
console.log(typeof address === 'object' && address ? address.port : 0)
