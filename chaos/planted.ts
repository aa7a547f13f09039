// Faults of the product, each a mistake somebody could make, as edits of its text. They are made in a copy of
// the tree, never here; an edit whose text is no longer found says so, and is to be written anew.
export type Planted = { name: string; about: string; edits: { file: string; find: string; put: string }[] }

const one = (file: string, find: string, put: string) => [{ file, find, put }]

export const planted: Planted[] = [
  {
    name: 'no-key',
    about: 'a repeated request is worked off again',
    edits: one(
      'src/platform/idempotency.ts',
      'if (fresh.length === 0) return (await storedAnswer(tx, row, input_hash)) as T',
      'void storedAnswer',
    ),
  },
  {
    name: 'effect-before-key',
    about: 'the effect commits first, its key and answer in a second transaction',
    edits: one(
      'src/platform/http.ts',
      'return db.command(actor, (tx) => withKey(tx, actor, where, () => route.run(tx, actor, input as never)))',
      `return db
    .command(actor, (tx) => route.run(tx, actor, input as never))
    .then((done) => db.command(actor, (tx) => withKey(tx, actor, where, async () => done)))`,
    ),
  },
  {
    name: 'answer-before-commit',
    about: 'the client is told before the transaction has committed',
    edits: one(
      'src/platform/db.ts',
      'retried(() => begin(fresh, actor, work)),',
      `retried(() => new Promise<T>((resolve, reject) => {
        begin(fresh, actor, async (tx) => {
          const done = await work(tx)
          resolve(done)
          await tx\`select pg_sleep(0.02)\`
          return done
        }).catch(reject)
      })),`,
    ),
  },
  {
    name: 'no-lock',
    about: 'units are counted without a lock, and nothing else forbids to sell too many',
    edits: [
      ...one('migrations/0013_stock_held_for.sql', '       for update of l),', '       ),'),
      ...one('migrations/0033_stock_batch.sql', '\n      for update of l;', ';'),
      ...one(
        'migrations/0006_stock.sql',
        '  constraint stock_not_oversold check (held + display <= on_hand)  ',
        '  constraint stock_not_oversold check (true)  ',
      ),
    ],
  },
  {
    name: 'fsync-off',
    about: 'the database does not wait for its disk',
    edits: one('src/platform/embedded.ts', "fsync: 'on'", "fsync: 'off'"),
  },
  {
    name: 'full-page-writes-off',
    about: 'a page torn by a power cut cannot be made whole',
    edits: one('src/platform/embedded.ts', "fsync: 'on'", "fsync: 'on',\n  full_page_writes: 'off'"),
  },
  {
    name: 'commit-not-waited-for',
    about: 'connections of the servers commit before the log is on the disk',
    edits: one(
      'src/platform/db.ts',
      "...(options.lazy_commit && { synchronous_commit: 'off' }),",
      "...((options.lazy_commit || role) && { synchronous_commit: 'off' }),",
    ),
  },
  {
    name: 'job-lost',
    about: 'an event is written without one of its jobs',
    edits: one(
      'src/platform/events.ts',
      'for (const task of listenersOf(name)) {',
      "for (const task of listenersOf(name)) {\n    if (task === 'fulfilment.drop') continue",
    ),
  },
  {
    name: 'done-before-work',
    about: 'a job is marked done in a transaction before its work',
    edits: one(
      'src/platform/jobs.ts',
      '    if (rows.length === 0) return false\n    await work(tx)\n    return true\n  })',
      `    return rows.length > 0
  }).then(async (fresh) => {
    if (fresh) await db.command(system, work)
    return fresh
  })`,
    ),
  },
  {
    name: 'dead-workers-keep-jobs',
    about: 'nobody frees the jobs of a killed worker',
    edits: one('src/platform/alive.ts', '    await ask(freeOrphans)', '    void freeOrphans'),
  },
  {
    name: 'released-twice',
    about: 'what an order had given back before is given back again when it ends',
    edits: one(
      'migrations/0031_sourcing_release.sql',
      "and order_id = p_order and state <> 'released'",
      'and order_id = p_order',
    ),
  },
  {
    name: 'units-kept',
    about: 'an order that is cancelled keeps its units',
    edits: one(
      'src/modules/orders/advance.ts',
      '    await doors().releaseUnits(tx, actor, key)\n    await doors().releaseSlots(tx, actor, key)',
      '    await doors().releaseSlots(tx, actor, key)',
    ),
  },
  {
    name: 'money-counted-twice',
    about: 'the same transaction, reported under another number, counts again',
    edits: [
      ...one(
        'migrations/0008_payment.sql',
        '  unique (payment_id, kind, transaction_id) ',
        '  unique (id, kind) ',
      ),
      ...one(
        'src/modules/payment/commands.ts',
        '    on conflict do nothing returning 1`',
        '    returning 1`',
      ),
    ],
  },
  {
    name: 'refund-counted-twice',
    about: 'a refund that is reported twice is returned twice',
    edits: [
      ...one(
        'migrations/0008_payment.sql',
        '  unique (payment_id, kind, transaction_id) ',
        '  unique (id, kind) ',
      ),
      ...one(
        'src/modules/payment/commands.ts',
        "where r.id = ${input.refund_id} and r.state = 'requested' and p.id = r.payment_id",
        'where r.id = ${input.refund_id} and p.id = r.payment_id',
      ),
    ],
  },
  {
    name: 'audit-says-less',
    about: 'goods arrive and the audit does not say which',
    edits: one(
      'src/modules/stock/commands.ts',
      "await audit(tx, actor, 'stock.received', { kind: 'node', id: node.id }, { lines: input.lines })",
      "await audit(tx, actor, 'stock.received', { kind: 'node', id: node.id }, { lines: [] })",
    ),
  },
  {
    name: 'audit-unchained',
    about: 'links of the audit do not follow each other',
    edits: one('src/platform/audit.ts', '    prev = hash\n    return link', '    return link'),
  },
]
