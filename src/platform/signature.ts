// Signatures of calls between houses, as Standard Webhooks 1.0 say: HMAC-SHA256 over `id.timestamp.body`,
// base64, prefixed `v1,`; several may stand side by side while a secret is changed.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** Clocks of two houses may differ by this much. */
export const tolerance_s = 300

const keyOf = (secret: string) => Buffer.from(secret.replace(/^whsec_/, ''), 'base64')

/** 32 random bytes: between the 24 and 64 that the specification asks for. */
export const newSecret = () => `whsec_${randomBytes(32).toString('base64')}`

export function sign(secret: string, id: string, timestamp_s: number, body: string): string {
  const mac = createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp_s}.${body}`).digest('base64')
  return `v1,${mac}`
}

export type Signed = { id: string; timestamp: string; signature: string; body: string }

/** null when the call is what the holder of the secret sent within the tolerance; else why not. */
export function whyNotTrust(secret: string, call: Signed, now_ms: number) {
  if (!call.id || !/^\d{1,12}$/.test(call.timestamp)) return 'bad_signature'
  const timestamp_s = Number(call.timestamp)
  const expected = Buffer.from(sign(secret, call.id, timestamp_s, call.body))
  const genuine = call.signature.split(' ').some((given) => {
    const bytes = Buffer.from(given)
    return bytes.length === expected.length && timingSafeEqual(bytes, expected)
  })
  if (!genuine) return 'bad_signature'
  return Math.abs(now_ms / 1000 - timestamp_s) > tolerance_s ? 'stale_signature' : null
}
