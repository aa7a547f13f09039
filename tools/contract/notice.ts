// What everybody who carries messages has to hold.
import { randomUUID } from 'node:crypto'
import { type Message, type Notifier, Undeliverable } from '../../src/modules/notices/notifier.ts'
import { type Check, must, rejection } from './check.ts'

export type MadeNotice = {
  notifier: Notifier
  /** Where test messages may go; a channel that is left out is not tried. */
  to: { sms?: string; email?: string }
}
type Made = MadeNotice

const messages = ({ to }: Made): Message[] =>
  (['sms', 'email'] as const).flatMap((channel) => {
    const address = to[channel]
    if (!address) return []
    const subject = channel === 'email' ? '测试 · test' : ''
    return [
      {
        id: randomUUID(),
        channel,
        to: address,
        lang: 'zh-CN' as const,
        subject,
        body: '【逐光】测试 test ¥1.00',
      },
    ]
  })

export const noticeChecks: readonly Check<Made>[] = [
  {
    name: 'has a name of small letters, and a channel to try',
    run: async (made) => {
      must(/^[a-z][a-z0-9_]{1,39}$/.test(made.notifier.name), `it is ${made.notifier.name}`)
      must(messages(made).length > 0, 'no channel is given')
    },
  },
  {
    name: 'takes a message and gives it a number',
    run: async (made) => {
      for (const message of messages(made)) {
        const { ref } = await made.notifier.send(message)
        must(typeof ref === 'string' && ref.length > 0, `no number for ${message.channel}`)
      }
    },
  },
  {
    name: 'carries a message once, however often and however much at once it is given',
    run: async (made) => {
      for (const message of messages(made)) {
        const { ref } = await made.notifier.send(message)
        const again = await Promise.all([1, 2, 3].map(() => made.notifier.send(message)))
        must(
          again.every((one) => one.ref === ref),
          'the same message has another number',
        )
      }
    },
  },
  {
    name: 'tells two messages apart that say the same',
    run: async (made) => {
      for (const message of messages(made)) {
        const one = await made.notifier.send(message)
        const two = await made.notifier.send({ ...message, id: randomUUID() })
        must(one.ref !== two.ref, 'two messages have one number')
      }
    },
  },
  {
    name: 'says Undeliverable of an address that is none, without naming it',
    run: async (made) => {
      for (const message of messages(made)) {
        const nowhere = message.channel === 'sms' ? '12345' : 'nobody'
        const thrown = await rejection(made.notifier.send({ ...message, id: randomUUID(), to: nowhere }))
        must(thrown instanceof Undeliverable, `for ${message.channel} it says ${String(thrown)}`)
        must(!thrown.code.includes(nowhere), 'the address stands in the reason')
      }
    },
  },
]
