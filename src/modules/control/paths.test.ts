// Everything three persons could do with roles, delegations and requests about one thing, breadth first, by
// the rules of the house as they are: on no path does one person set two of cost, price and approval, hold
// two of these duties at once, or decide for whom they stand. Without any one of the rules a path is found.
import { expect, test } from 'vitest'
import { type Holding, whyNotUnited } from '../../platform/conflicts.ts'
import { type Delegated, earlierHand, rightTo, whyNotDecide } from './rules.ts'

const persons = [0, 1, 2] as const
const roleNames = ['purchaser', 'merchandiser', 'controller', 'auditor'] as const
const duties = [
  ['purchasing.costs'],
  ['pricing.propose'],
  ['control.approve', 'control.read'],
  ['control.read'],
] as const
const [BUYER, SELLER, CONTROLLER, AUDITOR] = [1, 2, 4, 8]
const [COST, PRICE, APPROVAL] = [1, 2, 4]
const estates = ['purchasing', 'sales', 'control'] as const

type Rules = { united: boolean; chain: boolean; hands: boolean; circle: boolean }
const all: Rules = { united: true, chain: true, hands: true, circle: true }

/** One number: roles 3×4 bits, delegations 9 (from×to), deeds 3×3, who waits with a cost and with a price. */
type State = { roles: number[]; given: number; deeds: number[]; cost: number; price: number }
const encode = ({ roles, given, deeds, cost, price }: State) =>
  (((((roles[0]! * 16 + roles[1]!) * 16 + roles[2]!) * 512 + given) * 512 +
    (deeds[0]! * 64 + deeds[1]! * 8 + deeds[2]!)) *
    4 +
    (cost + 1)) *
    4 +
  (price + 1)

const bit = (from: number, to: number) => 1 << (from * 3 + to)
const stands = (given: number, from: number, to: number) => (given & bit(from, to)) !== 0

/** Everybody `of` stands for, through any number of hands. */
function above(given: number, of: number): number[] {
  const found = new Set<number>()
  const look = (to: number) => {
    for (const from of persons)
      if (stands(given, from, to) && !found.has(from)) {
        found.add(from)
        look(from)
      }
  }
  look(of)
  return [...found]
}

const holdings = (mask: number): Holding[] =>
  roleNames.flatMap((role, i) => (mask & (1 << i) ? [{ role, duties: duties[i]!, nodes: null }] : []))

const clashes = new Map<number, boolean>()
/** Whether what meets in a person may meet, by the table of the house. */
function clash(roles: readonly number[], given: number, of: number): boolean {
  const mask = [of, ...above(given, of)].reduce((sum, one) => sum | roles[one]!, 0)
  const known = clashes.get(mask)
  if (known !== undefined) return known
  const found = whyNotUnited(holdings(mask)) !== null
  clashes.set(mask, found)
  return found
}
const fine = (roles: readonly number[], given: number) => persons.every((one) => !clash(roles, given, one))

const handsOf = ({ deeds, cost, price }: State, who: number) => {
  const mask = deeds[who]! | (cost === who ? COST : 0) | (price === who ? PRICE : 0)
  return estates.filter((_, i) => mask & (1 << i)).map((estate) => ({ estate, kind: '', at: '' }))
}

const now = '2026-01-01T00:00:00.000Z'
const later = '2027-01-01T00:00:00.000Z'

/** By whose duty `who` may agree to what `maker` proposed: the principal; null: the rules forbid it. */
function decides(state: State, rules: Rules, who: number, maker: number): number | null {
  const { roles, given } = state
  const own = (roles[who]! & CONTROLLER) !== 0
  const delegated: Delegated[] = persons
    .filter((from) => stands(given, from, who) && roles[from]! & CONTROLLER)
    .map((from) => ({
      id: '',
      from_person: `${from}`,
      from_name: '',
      kinds: null,
      level_max: 3,
      ends_at: later,
    }))
  const request = { kind: 'x', levels: 1, requested_by: `${maker}`, state: 'proposed', expires_at: later }
  const right = rightTo(request, { own, delegated, spoken: [] })
  const stands_for = rules.chain ? above(given, who).map(String) : []
  const decider = { person_id: `${who}`, may_approve: right !== null, stands_for, spoken: [] }
  if (whyNotDecide(request, decider, now) || !right) return null
  if (rules.united && clash(roles, given, who)) return null
  const principal = right.by === 'role' ? who : Number(right.from_person)
  const earlier = [who, principal].some((one) => earlierHand(handsOf(state, one), 'control'))
  return rules.hands && earlier ? null : principal
}

type Step = { said: string; next: State; broken?: string }
const copy = (state: State): State => ({ ...state, roles: [...state.roles], deeds: [...state.deeds] })

function* roleSteps(state: State, rules: Rules): Generator<Step> {
  for (const who of persons)
    for (const [i, role] of roleNames.entries()) {
      const next = copy(state)
      next.roles[who]! ^= 1 << i
      const granted = (next.roles[who]! & (1 << i)) !== 0
      if (granted && rules.united && !fine(next.roles, next.given)) continue
      yield { said: `${granted ? 'grant' : 'revoke'} ${role} ${who}`, next }
    }
}

function* delegationSteps(state: State, rules: Rules): Generator<Step> {
  for (const from of persons)
    for (const to of persons) {
      if (from === to) continue
      const next = { ...copy(state), given: state.given ^ bit(from, to) }
      if (stands(state.given, from, to)) {
        yield { said: `end ${from} ${to}`, next }
        continue
      }
      const reads = (state.roles[to]! & (CONTROLLER | AUDITOR)) !== 0
      if (!(state.roles[from]! & CONTROLLER) || !reads) continue
      if (rules.circle && above(state.given, from).includes(to)) continue
      if (rules.united && !fine(state.roles, next.given)) continue
      yield { said: `delegate ${from} ${to}`, next }
    }
}

function* requestSteps(state: State, rules: Rules): Generator<Step> {
  for (const [slot, role, deed, estate] of [
    ['cost', BUYER, COST, 'purchasing'],
    ['price', SELLER, PRICE, 'sales'],
  ] as const) {
    const maker = state[slot]
    if (maker >= 0) {
      yield { said: `withdraw ${slot}`, next: { ...copy(state), [slot]: -1 } }
      yield* decisions(state, rules, { slot, maker, deed })
      continue
    }
    for (const who of persons) {
      if (!(state.roles[who]! & role)) continue
      if (rules.hands && earlierHand(handsOf(state, who), estate)) continue
      yield { said: `propose ${slot} ${who}`, next: { ...copy(state), [slot]: who } }
    }
  }
}

type Waiting = { slot: 'cost' | 'price'; maker: number; deed: number }

function* decisions(state: State, rules: Rules, { slot, maker, deed }: Waiting): Generator<Step> {
  for (const who of persons) {
    const principal = decides(state, rules, who, maker)
    if (principal === null) continue
    const next = { ...copy(state), [slot]: -1 }
    next.deeds[maker]! |= deed
    next.deeds[who]! |= APPROVAL
    next.deeds[principal]! |= APPROVAL
    const stood_for = [who, ...above(state.given, who)].includes(maker)
    yield {
      said: `approve ${slot} ${who} for ${principal}`,
      next,
      ...(stood_for && { broken: 'own making' }),
    }
  }
}

const many = (mask: number) => (mask & (mask - 1)) !== 0

/** What must never be, told without any of the rules that prevent it. */
function brokenIn({ roles, given, deeds }: State): string | null {
  if (deeds.some(many)) return 'two deeds of one person'
  const held = (of: number) => [of, ...above(given, of)].reduce((sum, one) => sum | roles[one]!, 0) & 7
  if (persons.some((one) => many(held(one)))) return 'two duties in one person'
  return persons.some((one) => above(given, one).includes(one)) ? 'a circle' : null
}

/** Breadth first from nobody having anything: the first path to what must not be, or how many states. */
function search(rules: Rules, wanted: string | null = null) {
  const first: State = { roles: [0, 0, 0], given: 0, deeds: [0, 0, 0], cost: -1, price: -1 }
  const from = new Map<number, { before: number; said: string }>([[encode(first), { before: -1, said: '' }]])
  const path = (code: number, last: string) => {
    const said = [last]
    for (let at = from.get(code); at && at.before !== -1; at = from.get(at.before)) said.unshift(at.said)
    return said
  }
  for (let queue = [first]; queue.length > 0; ) {
    const next_queue: State[] = []
    for (const state of queue) {
      const code = encode(state)
      for (const { said, next, broken } of [
        ...roleSteps(state, rules),
        ...delegationSteps(state, rules),
        ...requestSteps(state, rules),
      ]) {
        const why = broken ?? brokenIn(next)
        if (why && (wanted === null || why === wanted))
          return { why, path: path(code, said), states: from.size }
        if (why || from.has(encode(next))) continue
        from.set(encode(next), { before: code, said })
        next_queue.push(next)
      }
    }
    queue = next_queue
  }
  return { why: null, path: [], states: from.size }
}

test('no path lets one person unite cost, price and approval', () => {
  const { why, path, states } = search(all)
  expect({ why, path }).toEqual({ why: null, path: [] })
  expect(states).toBeGreaterThan(50_000)
}, 300_000)

test.each([
  ['united', 'two duties in one person'],
  ['chain', 'own making'],
  ['hands', 'two deeds of one person'],
  ['circle', 'a circle'],
] as const)(
  'without the rule `%s` there is a path to %s',
  (rule, wanted) => {
    const { why, path } = search({ ...all, [rule]: false }, wanted)
    expect(why).toBe(wanted)
    expect(path.length).toBeGreaterThan(1)
  },
  300_000,
)
