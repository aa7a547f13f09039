// A wall counts once it has been leaned on: every kind of breach is planted into the real house and must be
// reported, every kind of honest neighbourliness must not.
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findBreaches } from './walls.ts'
import { readHouse } from './walls-read.ts'

const house = readHouse(join(import.meta.dirname, '..'))
const floors = {
  facts: { people: [], places: ['people'], catalog: ['people', 'places'] },
  trade: { stock: ['people', 'places', 'catalog'], orders: ['people', 'places', 'catalog', 'stock'] },
}
const lean = (path: string, text: string, files: Record<string, string> = {}) =>
  findBreaches({ floors, files: { ...files, [path]: text } })

test('the house stands', () => {
  expect(Object.keys(house.files).length).toBeGreaterThan(20)
  expect(findBreaches(house)).toEqual([])
})

test('a breach planted into the real house is reported beside nothing else', () => {
  const files = { ...house.files, 'src/platform/planted.ts': "import '../modules/people/index.ts'" }
  expect(findBreaches({ ...house, files })).toEqual([
    'src/platform/planted.ts: platform may not import src/modules/people/index.ts',
  ])
})

test('floors only point down, and only at rooms there are', () => {
  const plan = { facts: { catalog: ['stock', 'loyalty'] }, trade: { stock: ['catalog'] } }
  expect(findBreaches({ floors: plan, files: {} })).toEqual([
    'src/house.json: catalog may not know stock: it is not below it',
    'src/house.json: catalog may not know loyalty: it is not below it',
  ])
})

const [stock, orders] = ['src/modules/stock', 'src/modules/orders']

describe('imports', () => {
  test.each<[string, string, string]>([
    ['a lower room looks up', `${stock}/commands.ts`, "import { x } from '../orders/index.ts'"],
    ['a type looks up', `${stock}/commands.ts`, "import type { X } from '../orders/contract.ts'"],
    ['an inline type looks up', `${stock}/commands.ts`, "let a: import('../orders/index.ts').X"],
    ['a dynamic import looks up', `${stock}/commands.ts`, "const a = await import('../orders/index.ts')"],
    ['a template import looks up', `${stock}/commands.ts`, 'const a = await import(`../orders/index.ts`)'],
    ['a re-export looks up', `${stock}/index.ts`, "export { x } from '../orders/index.ts'"],
    ['a star re-export looks up', `${stock}/index.ts`, "export * from '../orders/index.ts'"],
    ['a type re-export looks up', `${stock}/index.ts`, "export type { X } from '../orders/index.ts'"],
    ['an import for effect looks up', `${stock}/reactions.ts`, "import '../orders/index.ts'"],
    ['a require looks up', `${stock}/commands.ts`, "const a = require('../orders/index.ts')"],
    ['a worker looks up', `${stock}/plan.ts`, "new Worker(new URL('../orders/plan.ts', import.meta.url))"],
    ['a computed import', `${stock}/commands.ts`, 'const a = await import(name)'],
    ['past the door', `${orders}/commands.ts`, "import { x } from '../stock/commands.ts'"],
    ['past the door to rules', `${orders}/rules.ts`, "import { x } from '../stock/rules.ts'"],
    ['past the door to data', `${orders}/commands.ts`, "import x from '../stock/levels.json'"],
    ['platform looks up', 'src/platform/db.ts', "import { x } from '../modules/people/index.ts'"],
    ['platform looks at the web', 'src/platform/db.ts', "import { x } from '../web/api.ts'"],
    ['rules reach the database', `${orders}/rules.ts`, "import type { Tx } from '../../platform/db.ts'"],
    ['rules reach the disk', `${orders}/rules.ts`, "import { readFileSync } from 'node:fs'"],
    ['rules ask queries', `${orders}/rules.ts`, "import { x } from './queries.ts'"],
    ['rules open a door', `${orders}/rules.ts`, "import { x } from '../stock/index.ts'"],
    ['a contract knows rules', `${orders}/contract.ts`, "import { x } from './rules.ts'"],
    ['a contract knows a package', `${orders}/contract.ts`, "import fastify from 'fastify'"],
    ['queries call commands', `${orders}/queries.ts`, "import { place } from './commands.ts'"],
    ['commands know routes', `${orders}/commands.ts`, "import { routes } from './routes.ts'"],
    ['a split file keeps its rank', `${orders}/queries-list.ts`, "import { x } from './commands-place.ts'"],
    ['the server draws', `${orders}/routes.ts`, "import { Page } from './screens/page.tsx'"],
    ['a room uses the web', `${orders}/queries.ts`, "import { t } from '../../web/i18n.ts'"],
    ['a screen reaches commands', `${orders}/screens/a.tsx`, "import { x } from '../commands.ts'"],
    ['a screen reaches the door', `${orders}/screens/a.tsx`, "import { x } from '../index.ts'"],
    ['a screen takes a server type', `${orders}/screens/a.tsx`, "import type { X } from '../queries.ts'"],
    [
      'a screen reaches the database',
      `${orders}/screens/a.tsx`,
      "import { x } from '../../../platform/db.ts'",
    ],
    ['a screen reaches Node', `${orders}/screens/a.tsx`, "import { join } from 'node:path'"],
    ['a screen reaches a driver', `${orders}/screens/a.tsx`, "import postgres from 'postgres'"],
    ['a screen looks up', `${stock}/screens/a.tsx`, "import { x } from '../../orders/contract.ts'"],
    ['a screen past a door', `${orders}/screens/a.tsx`, "import { x } from '../../stock/screens/level.tsx'"],
    ['a screen past a door', `${orders}/screens/a.tsx`, "import { x } from '../../stock/rules.ts'"],
    [
      'a screen knows a console',
      `${orders}/screens/a.tsx`,
      "import { x } from '../../../consoles/shop/menu.ts'",
    ],
    ['the web reaches the server', 'src/web/api.ts', "import { x } from '../platform/http.ts'"],
    ['the web knows screens', 'src/web/kit.tsx', "import { x } from '../modules/orders/screens/a.tsx'"],
    [
      'a console reaches commands',
      'src/consoles/shop/main.tsx',
      "import { x } from '../../modules/orders/index.ts'",
    ],
    ['a console knows another', 'src/consoles/shop/main.tsx', "import { x } from '../owner/menu.ts'"],
    [
      'its server passes a door',
      'src/consoles/shop/server.tsx',
      "import { x } from '../../modules/orders/queries.ts'",
    ],
    ['demo passes a door', 'src/demo/orders.ts', "import { x } from '../modules/orders/commands.ts'"],
    ['cli passes a door', 'src/cli/key.ts', "import { x } from '../modules/people/queries.ts'"],
    ['main passes a door', 'src/main.ts', "import { x } from './modules/people/routes.ts'"],
    ['demo knows cli', 'src/demo/orders.ts', "import { x } from '../cli/key.ts'"],
    ['a room knows main', `${orders}/commands.ts`, "import { x } from '../../main.ts'"],
    ['a room knows the demo', `${orders}/commands.ts`, "import { x } from '../../demo/world.ts'"],
    ['out of the house', `${orders}/commands.ts`, "import { x } from '../../../tools/test-db.ts'"],
    ['an unplanned room', 'src/modules/loyalty/rules.ts', ''],
    ['an unplanned folder', 'src/helpers/text.ts', ''],
    ['a folder inside a room', `${orders}/services/place.ts`, ''],
  ])('falls when leaned on: %s', (_why, path, text) => {
    expect(lean(path, text)).toHaveLength(1)
  })

  test('a screen may not use mathematics that reaches the server, however far', () => {
    const files = {
      [`${orders}/fit.ts`]: "import { y } from './table.ts'",
      [`${orders}/table.ts`]: "import { readFileSync } from 'node:fs'",
    }
    const screen = "import { fit } from '../fit.ts'"
    expect(lean(`${orders}/screens/a.tsx`, screen, files)).toHaveLength(1)
    expect(lean(`${orders}/screens/a.tsx`, screen, { ...files, [`${orders}/table.ts`]: '' })).toEqual([])
  })

  test('what an entry of a console reaches runs in the browser', () => {
    const files = { 'src/consoles/shop/list.tsx': "import { x } from '../../modules/orders/index.ts'" }
    const entry = "import { x } from '../list.tsx'"
    expect(lean('src/consoles/shop/entries/list.tsx', '', files)).toEqual([])
    expect(lean('src/consoles/shop/entries/list.tsx', entry, files)).toHaveLength(1)
  })

  test.each<[string, string]>([
    ['src/consoles/mounts.ts', "import { a } from './shop/menu.ts'; import { b } from './owner/menu.ts'"],
    ['src/platform/pages.ts', "import { renderDocument } from '../web/ssr.tsx'"],
    [`${orders}/commands.ts`, "import { x } from '../stock/index.ts'"],
    [`${orders}/commands.ts`, "import type { X } from '../stock/contract.ts'"],
    [`${orders}/commands.ts`, "import { x } from './rules.ts'; import { y } from './queries.ts'"],
    [
      `${orders}/rules.ts`,
      "import { x } from './contract.ts'; import { fen } from '../../platform/money.ts'",
    ],
    [`${orders}/contract.ts`, "import { kinds } from './kinds.ts'"],
    [`${orders}/contract.ts`, "import { z } from 'zod'; import { Sku } from '../catalog/contract.ts'"],
    [`${orders}/screens/a.tsx`, "import { x } from '../rules.ts'; import { y } from '../../../web/kit.tsx'"],
    [`${orders}/screens/a.tsx`, "import { x } from '../../stock/screens/index.ts'"],
    [`${orders}/screens/a.tsx`, "import { useState } from 'react'; import './a.css'"],
    ['src/consoles/shop/main.tsx', "import { x } from '../../modules/orders/screens/a.tsx'"],
    ['src/consoles/shop/server.tsx', "import { x } from '../../modules/orders/index.ts'"],
    ['src/main.ts', "import { x } from './modules/orders/index.ts'; import { y } from './platform/db.ts'"],
    ['src/demo/world.ts', "import { x } from '../modules/orders/index.ts'"],
    [`${orders}/orders.test.ts`, "import { x } from '../stock/commands.ts'; sql`delete from stock.level`"],
    [`${orders}/commands.ts`, "// import { x } from '../stock/commands.ts'\nconst text = 'update the order'"],
  ])('stands: %s %s', (path, text) => {
    expect(lean(path, text, { [`${orders}/kinds.ts`]: '' })).toEqual([])
  })
})

describe('SQL in TypeScript', () => {
  test.each<[string, string, string]>([
    ['insert', `${orders}/commands.ts`, 'tx`insert into stock.level (sku_id) values (${id})`'],
    ['update', `${orders}/commands.ts`, 'tx`update stock.level set on_hand = 0`'],
    ['update with alias', `${orders}/commands.ts`, 'tx`update only stock.level as l set on_hand = 0`'],
    ['delete', `${orders}/commands.ts`, 'tx`delete from stock.level`'],
    ['merge', `${orders}/commands.ts`, 'tx`merge into stock.level l using orders.line s on true`'],
    ['truncate', `${orders}/commands.ts`, 'tx`truncate orders.line, stock.level`'],
    ['copy', `${orders}/commands.ts`, 'tx`copy stock.level from stdin`'],
    [
      'in a common table',
      `${orders}/commands.ts`,
      'tx`with a as (delete from stock.level returning 1) select 1`',
    ],
    ['upper case', `${orders}/commands.ts`, 'tx`INSERT INTO STOCK.LEVEL VALUES (1)`'],
    ['quoted', `${orders}/commands.ts`, 'tx`insert into "stock"."level" values (1)`'],
    [
      'over lines and comments',
      `${orders}/commands.ts`,
      'tx`insert -- a\n into /* b */\n stock . level values (1)`',
    ],
    ['in a plain string', `${orders}/commands.ts`, "tx.unsafe('update stock.level set on_hand = 0')"],
    ['in a joined string', `${orders}/commands.ts`, "tx.unsafe('update ' + 'stock.level set on_hand = 0')"],
    ['lower writes higher', `${stock}/commands.ts`, 'tx`update orders.order set state = 1`'],
    ['a room writes platform', `${orders}/commands.ts`, 'tx`insert into platform.event values (1)`'],
    ['platform writes a room', 'src/platform/jobs.ts', 'tx`delete from orders.order`'],
    ['no schema named', `${orders}/commands.ts`, 'tx`insert into level values (1)`'],
    ['a computed table', `${orders}/commands.ts`, 'tx`insert into ${tx(name)} values (1)`'],
    ['a schema of nobody', `${orders}/commands.ts`, 'tx`insert into loyalty.point values (1)`'],
    ['queries write', `${orders}/queries.ts`, 'tx`update orders.order set state = 1`'],
    ['routes write', `${orders}/routes.ts`, 'tx`delete from orders.order`'],
    ['rules hold SQL', `${orders}/rules.ts`, 'tx`select * from orders.order`'],
    ['a screen holds SQL', `${orders}/screens/a.tsx`, 'tx`select * from orders.order`'],
    ['a foreign table read', `${orders}/queries.ts`, 'tx`select * from stock.level`'],
    [
      'a foreign table joined',
      `${orders}/queries.ts`,
      'tx`select 1 from orders.order o join stock.level l on true`',
    ],
    [
      'a foreign table after a comma',
      `${orders}/queries.ts`,
      'tx`select 1 from orders.order o, stock.level l`',
    ],
    ['a foreign function called', `${orders}/queries.ts`, 'tx`select stock.hold(1)`'],
    ['a higher view read', `${stock}/queries.ts`, 'tx`select * from orders.public_line`'],
    ['the demo writes', 'src/demo/world.ts', 'sql`insert into orders.order values (1)`'],
    ['the command line reads', 'src/cli/key.ts', 'sql`select * from people.public_person`'],
  ])('falls when leaned on: %s', (_why, path, text) => {
    expect(lean(path, text)).toHaveLength(1)
  })

  test.each<[string, string]>([
    [
      `${orders}/commands.ts`,
      'tx`insert into orders.line (id) select id from stock.public_level on conflict do nothing`',
    ],
    [`${orders}/commands.ts`, 'tx`insert into orders.line values (1) on conflict (id) do update set n = 2`'],
    [
      `${orders}/commands.ts`,
      'tx`select * from orders.line l where l.a is distinct from l.b for no key update of l`',
    ],
    [
      `${orders}/queries.ts`,
      'tx`with level as (select 1) select extract(epoch from at) from level, unnest(${ids}) id`',
    ],
    [`${orders}/queries.ts`, 'tx`select platform.clock(), stock.public_atp(1)`'],
    ['src/platform/migrate.ts', 'sql`insert into public.migration (name) values (1)`'],
  ])('stands: %s %s', (path, text) => {
    expect(lean(path, text)).toEqual([])
  })
})

describe('SQL in migrations', () => {
  test.each<[string, string]>([
    ['a table elsewhere', 'create table stock.extra (id int)'],
    ['a table nowhere', 'create table extra (id int)'],
    ['a view elsewhere', 'create or replace view stock.public_x as select 1'],
    ['an index elsewhere', 'create unique index if not exists a on stock.level (id)'],
    ['a function elsewhere', 'create function stock.f() returns int language sql as $$ select 1 $$'],
    [
      'a trigger elsewhere',
      'create trigger t after update of a on stock.level for each row execute function platform.f()',
    ],
    ['a policy elsewhere', 'create policy p on stock.level using (true)'],
    ['a schema elsewhere', 'create schema stock'],
    ['alter', 'alter table only stock.level add column x int'],
    ['alter under row security', 'alter table stock.level force row level security'],
    ['drop', 'drop table if exists orders.old, stock.level cascade'],
    ['drop a schema', 'drop schema if exists stock cascade'],
    ['grant', 'grant select, update (a) on table orders.line, stock.level to zhuguang_app'],
    ['grant on a schema', 'grant usage on schema stock to zhuguang_app'],
    ['grant on all', 'grant select on all tables in schema stock to zhuguang_app'],
    ['comment', "comment on table stock.level is 'ours'"],
    ['insert', "insert into stock.level values ('a')"],
    [
      'write in a function',
      'create function orders.f() returns void language sql as $$ update stock.level set a = 1 $$',
    ],
    ['write in a block', 'do $body$ begin delete from stock.level; end $body$'],
    ['write in executed text', "do $$ begin execute 'delete from stock.level'; end $$"],
    ['a view reads a table', 'create view orders.public_x as select * from stock.level'],
    ['a function calls', 'create function orders.f() returns int language sql as $$ select stock.take(1) $$'],
    ['a write to platform', "insert into platform.event values ('a')"],
  ])('falls when leaned on: %s', (_why, text) => {
    expect(lean('migrations/0009_orders_more.sql', text)).toHaveLength(1)
  })

  test.each<[string, string]>([
    ['a foreign key up', 'create table stock.x (id uuid references orders.order)'],
    ['a foreign key up, added', 'alter table stock.x add foreign key (id) references orders.order (id)'],
  ])('falls when leaned on: %s', (_why, text) => {
    expect(lean('migrations/0009_stock.sql', text)).toHaveLength(1)
  })

  test.each([
    'migrations/0009_loyalty.sql',
    'migrations/0009.sql',
    'migrations/9_orders.sql',
    'migrations/0009-orders.sql',
  ])('a migration is named after a room: %s', (path) => {
    expect(lean(path, '')).toHaveLength(1)
  })

  test('an honest migration stands', () => {
    const text = `
      create schema orders;
      grant usage on schema orders to zhuguang_app;
      create table orders.line (
        id uuid primary key,
        sku_id uuid not null references catalog.sku (id) on update cascade on delete restrict,
        at timestamptz not null default platform.clock(),
        check (quantity > 0));
      create index line_sku on orders.line (sku_id);
      create trigger kept before update or delete on orders.line for each row
        execute function platform.refuse();
      alter table orders.line enable row level security;
      create policy mine on orders.line using (platform.may('orders.read'));
      grant select, insert on orders.line to zhuguang_app;
      create view orders.public_line as select l.id from orders.line l
        join stock.public_level s using (sku_id);
      -- update stock.level set a = 1
      comment on table orders.line is 'what a customer asked for; update it never';
      create function orders.f(n int) returns setof orders.line language plpgsql as $$
        begin perform 1 from orders.line for update; update orders.line set n = 1; end $$;`
    expect(lean('migrations/0009_orders.sql', text)).toEqual([])
  })
})
