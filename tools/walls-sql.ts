// Which tables a text of SQL writes, reads, calls and points foreign keys at. A tokenizer, not a parser: it
// knows the words before a name, which is enough to tell a write from a read, and it looks into function
// bodies and into quoted strings that are executed.

export type Deed = 'writes' | 'defines' | 'reads' | 'calls' | 'references'
/** `name` is qualified (`stock.level`), bare (`level`) or computed (`${}`); a schema itself ends in `.*`. */
export type SqlDeed = { deed: Deed; name: string; bare: boolean; quoted: boolean }
type Token = { kind: 'word' | 'name' | 'text' | 'body' | 'sign'; text: string }

const TOKEN = new RegExp(
  // comments, $$ bodies $$, 'texts', "names", holes of a template, words, signs
  [
    /--[^\n]*|\/\*[\s\S]*?\*\//,
    /(\$[a-z_]*\$)([\s\S]*?)\1/,
    /'((?:[^']|'')*)'/,
    /"((?:[^"]|"")*)"/,
    /(\$\{\})/,
    /([a-z_][\w$]*)/,
    /(\S)/,
  ]
    .map((part) => part.source)
    .join('|'),
  'gi',
)

function tokenize(sql: string): Token[] {
  const tokens: Token[] = []
  for (const [, dollar, body, text, quoted, hole, word, sign] of sql.matchAll(TOKEN)) {
    if (dollar !== undefined) tokens.push({ kind: 'body', text: body ?? '' })
    else if (text !== undefined) tokens.push({ kind: 'text', text })
    else if (quoted !== undefined) tokens.push({ kind: 'name', text: quoted })
    else if (hole) tokens.push({ kind: 'name', text: '${}' })
    else if (word) tokens.push({ kind: 'word', text: word.toLowerCase() })
    else if (sign) tokens.push({ kind: 'sign', text: sign })
  }
  return tokens
}

/** Every deed in the text. `quoted` deeds come from a string inside the SQL (`execute '…'`, comments). */
export function sqlDeeds(sql: string, quoted = false): SqlDeed[] {
  const tokens = tokenize(sql)
  const deeds: SqlDeed[] = []
  const push = (deed: Deed, name: string) => {
    if (name === '' || /^pg_(temp|catalog)\./.test(name)) return
    deeds.push({ deed, name, bare: !name.includes('.') && name !== '${}', quoted })
  }
  const add: Add = (deed, at, how = 'one') => {
    if (how === 'schema') return push(deed, `${tokens[at]?.text}.*`)
    for (let next = at; ; ) {
      const { name, end } = nameAt(tokens, next)
      push(deed, name)
      if (how === 'one' || tokens[end]?.text !== ',') return
      next = end + 1
    }
  }
  tokens.forEach((token, at) => {
    if (token.kind === 'body') deeds.push(...sqlDeeds(token.text, quoted))
    if (token.kind === 'text') deeds.push(...sqlDeeds(token.text.replaceAll("''", "'"), true))
    if (token.kind === 'word') statementAt(tokens, at, add)
    if (token.kind !== 'sign') callAt(tokens, at, add)
  })
  return deeds
}

type Add = (deed: Deed, at: number, how?: 'one' | 'all' | 'schema') => void

// Words that may stand between a verb and the name it is about.
const FILLERS = new Set(['only', 'table', 'if', 'not', 'exists', 'concurrently', 'lateral', 'or', 'replace'])

function skip(tokens: Token[], at: number): number {
  let next = at
  while (tokens[next]?.kind === 'word' && FILLERS.has(tokens[next]!.text)) next += 1
  return next
}

function statementAt(tokens: Token[], at: number, add: Add): void {
  const word = tokens[at]!.text
  const before = tokens[at - 1]?.text ?? ''
  const after = tokens[at + 1]?.text ?? ''
  if (word === 'into' && (before === 'insert' || before === 'merge')) return add('writes', at + 1)
  if (word === 'update') {
    // not: for update, for no key update, do update set, after update on, on update cascade, update of
    if (/^(for|key|do|before|after|or|of|on|instead)$/.test(before) || /^(set|on|of|or)$/.test(after)) return
    const target = skip(tokens, at + 1)
    const { end } = nameAt(tokens, target)
    const is_update = tokens.slice(end, end + 3).some((token) => token.text === 'set')
    return is_update ? add('writes', target) : undefined
  }
  if (word === 'from' && before === 'delete') return add('writes', skip(tokens, at + 1))
  if (word === 'truncate' && before !== 'or') return add('writes', skip(tokens, at + 1), 'all')
  if (word === 'copy' && after !== '(') return add('writes', at + 1)
  if (word === 'lock' && after === 'table') return add('writes', at + 2, 'all')
  if (/^(from|join|using)$/.test(word)) return readAt(tokens, at, add)
  if (word === 'references') return add('references', at + 1)
  if (/^(create|alter|drop|comment|grant|revoke|refresh)$/.test(word)) defineAt(tokens, at, add)
}

function readAt(tokens: Token[], at: number, add: Add): void {
  if (tokens[at - 1]?.text === 'distinct') return // is distinct from
  let next = skip(tokens, at + 1)
  for (;;) {
    if (tokens[next]?.text === '(') next = closing(tokens, next)
    else {
      add('reads', next)
      next = nameAt(tokens, next).end
    }
    // The comma of `from a.x one, b.y two` is followed, over aliases, until the list ends.
    while (tokens[next] && (tokens[next]!.text === 'as' || isAlias(tokens[next]!))) next += 1
    if (tokens[at]!.text !== 'from' || tokens[next]?.text !== ',') return
    next = skip(tokens, next + 1)
  }
}

const words = (text: string) => new Set(text.split(/\s+/))

const CLAUSES =
  words(`where join left right inner full cross natural on using group order having limit offset for
  union set returning when window except intersect tablesample with loop select values as`)
const isAlias = (token: Token) => token.kind === 'name' || (token.kind === 'word' && !CLAUSES.has(token.text))

function closing(tokens: Token[], open: number): number {
  let depth = 0
  for (let at = open; at < tokens.length; at += 1) {
    if (tokens[at]!.text === '(') depth += 1
    if (tokens[at]!.text === ')') depth -= 1
    if (depth === 0) return at + 1
  }
  return tokens.length
}

const THINGS = words(`table view materialized index function procedure aggregate trigger policy type domain
  sequence schema rule statistics`)
const BEFORE_THING =
  words(`or replace unique temp temporary unlogged constraint event foreign recursive force row
  on concurrently if not exists`)

// create | alter | drop | comment on | grant … on | revoke … on | refresh, and what it is done to
function defineAt(tokens: Token[], at: number, add: Add): void {
  const verb = tokens[at]!.text
  if (verb === 'grant' || verb === 'revoke') return grantAt(tokens, at, add)
  let next = at + 1
  let temporary = false
  while (tokens[next]?.kind === 'word' && BEFORE_THING.has(tokens[next]!.text)) {
    temporary ||= tokens[next]!.text.startsWith('temp')
    next += 1
  }
  const thing = tokens[next]?.text ?? ''
  if (verb === 'comment' && thing === 'column') return add('defines', next + 1)
  if (!THINGS.has(thing) || temporary) return
  if (thing === 'schema') return schemaAt(tokens, skip(tokens, next + 1), add)
  if (thing === 'materialized') next += 1
  const named_on = /^(trigger|policy|rule)$/.test(thing) || (thing === 'index' && verb === 'create')
  if (!named_on) return add('defines', skip(tokens, next + 1), verb === 'drop' ? 'all' : 'one')
  const end = statementEnd(tokens, next)
  for (let on = next; on < end; on += 1) {
    const events = tokens[on]!.text === 'on' && !/^(update|delete|insert)$/.test(tokens[on + 1]?.text ?? '')
    if (events) return add('defines', skip(tokens, on + 1))
  }
}

function grantAt(tokens: Token[], at: number, add: Add): void {
  const end = statementEnd(tokens, at)
  for (let on = at; on < end; on += 1) {
    if (tokens[on]!.text !== 'on') continue
    let next = on + 1
    const thing = tokens[next]?.text ?? ''
    if (thing === 'schema') return schemaAt(tokens, next + 1, add)
    if (thing === 'all') {
      while (next < end && tokens[next]!.text !== 'schema') next += 1
      return schemaAt(tokens, next + 1, add)
    }
    if (/^(database|parameter|language|tablespace)$/.test(thing)) return
    if (/^(table|function|procedure|routine|sequence|type|domain)$/.test(thing)) next += 1
    return add('defines', next, 'all')
  }
}

function schemaAt(tokens: Token[], at: number, add: Add): void {
  if (tokens[at] && tokens[at].text !== 'authorization') add('defines', at, 'schema')
}

function statementEnd(tokens: Token[], at: number): number {
  const end = tokens.findIndex((token, index) => index > at && token.text === ';' && token.kind === 'sign')
  return end === -1 ? tokens.length : end
}

function callAt(tokens: Token[], at: number, add: Add): void {
  const [dot, name, open] = [tokens[at + 1], tokens[at + 2], tokens[at + 3]]
  if (dot?.text !== '.' || !name || name.kind === 'sign' || open?.text !== '(') return
  const before = tokens[at - 1]?.text ?? ''
  // `insert into stock.level (sku_id …)` and definitions only look like calls
  if (
    /^(into|table|view|function|references|on|exists|procedure|aggregate|\.|replace|type|only|with)$/.test(
      before,
    )
  )
    return
  if (/^(from|join|using)$/.test(before)) return // already a read
  add('calls', at)
}

function nameAt(tokens: Token[], at: number): { name: string; end: number } {
  const first = tokens[at]
  if (!first || (first.kind !== 'word' && first.kind !== 'name')) return { name: '', end: at }
  const second = tokens[at + 2]
  if (tokens[at + 1]?.text === '.' && second && (second.kind !== 'sign' || second.text === '*')) {
    return { name: `${first.text}.${second.text}`, end: at + 3 }
  }
  return { name: first.text, end: at + 1 }
}
