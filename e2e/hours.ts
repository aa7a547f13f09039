// What hours and other people bring about, at once: a quote ends, a hold runs out, money arrives, a shelf is
// bought empty. Written into the running product's database as its owner, so that no journey waits for it.
import { asOwner } from './books.ts'

const a_moment_ago = () => new Date(Date.now() - 1_000).toISOString()

/** Every open quote is over. */
export const letQuotesEnd = (data_dir: string) =>
  asOwner(data_dir, (sql) => {
    const expires_at = a_moment_ago()
    return sql`update orders.quote set expires_at = ${expires_at}, body = body || ${sql.json({ expires_at })}`
  })

/** The quarter of an hour in which this payment's goods are held is over, and the house sees to it. */
export const letHoldEnd = (data_dir: string, payment_id: string) =>
  asOwner(data_dir, async (sql) => {
    const expires_at = a_moment_ago()
    const [held] = await sql<{ basket_id: string }[]>`
      update payment.payment set expires_at = ${expires_at}
       where id = ${payment_id} returning basket_id`
    const { basket_id } = held!
    await sql`
      update orders.customer_order set expires_at = ${expires_at} where basket_id = ${basket_id}`
    await sql`select platform.add_job('orders.expire', ${sql.json({ basket_id })}::json, null, null)`
  })

/** What the pretended provider was to report later about this payment, it reports now. */
export const letProviderCall = (data_dir: string, payment_id: string) =>
  asOwner(
    data_dir,
    (sql) => sql`
      select graphile_worker.reschedule_jobs(array_agg(job.id), run_at := now())
        from graphile_worker._private_jobs job
        join graphile_worker._private_tasks task on task.id = job.task_id
       where task.identifier = 'payment.sandbox_call' and job.payload::text like ${`%${payment_id}%`}`,
  )

/** Every store keeps what it has of this for itself; the way back gives it to the shop again. */
export async function emptyShelves(data_dir: string, sku_id: string) {
  const keep = (more: number) =>
    asOwner(
      data_dir,
      (sql) => sql`update stock.level set protected = protected + ${more} where sku_id = ${sku_id}`,
    )
  await keep(1_000)
  return () => keep(-1_000)
}
