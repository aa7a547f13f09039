// One running product for all journeys: a small demo world, its open orders at work, started once.
import { setTimeout as sleep } from 'node:timers/promises'
import type { TestProject } from 'vitest/node'
import { freePort } from '../src/platform/free-port.ts'
import { startProduct } from './product.ts'
import { keepWell } from './well-kept.ts'

declare module 'vitest' {
  interface ProvidedContext {
    product_url: string
    product_data_dir: string
    /** Where another house may listen on this machine. */
    receiver_port: number
  }
}

/** Enough for every kind of store; the journeys ask more of the API in a minute than a person does. */
export const small_world = {
  DEMO_STORES: '600',
  DEMO_ORDERS: '200',
  DEMO_OLDER_ORDERS: '0',
  RATE_LIMIT_PER_MINUTE: '100000',
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const receiver_port = await freePort()
  const product = await startProduct({
    ...small_world,
    WEBHOOK_ALLOW_HOSTS: `127.0.0.1:${receiver_port}`,
  })
  for (const until = Date.now() + 90_000; !/200 of 200 past orders/.test(product.log()); await sleep(200))
    if (Date.now() > until) throw new Error(`the demo world did not finish:\n${product.log().slice(-2000)}`)
  await keepWell(product.url)
  project.provide('product_url', product.url)
  project.provide('product_data_dir', product.data_dir)
  project.provide('receiver_port', receiver_port)
  return async () => {
    await product.stop()
  }
}
