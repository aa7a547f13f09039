// The owner's own decisions: consent to sell online, hours, capacity, reach, units kept, open or not.
import { useState } from 'react'
import { useWhyNot } from '../../../web/console/me.tsx'
import { Button, LinkButton } from '../../../web/kit/button.tsx'
import { Checkbox, TextField } from '../../../web/kit/field.tsx'
import { Refusal } from '../../../web/kit/states.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { NodeLine, NoNode, useNode, useNodeId } from '../../../web/mobile/node.tsx'
import { Card, CardTitle, LoadingCards, Page, Rows, Tag } from '../../../web/mobile/parts.tsx'
import { PickOne } from '../../../web/mobile/pick-one.tsx'
import { useCommand } from '../../../web/query.ts'
import { nameIn } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { changeOwnStore, getNode, listNodes, type Node } from '../contract.ts'
import { handPlaceWords } from './hand-words.ts'

type Draft = {
  opens: string
  closes: string
  capacity: string
  radius_km: string
  protected: string
  sells_online: boolean
  state: Node['state']
}

const two = (n: number) => String(n).padStart(2, '0')
// A day ends at 24:00, which a time field writes 23:59.
const clockOf = (minute: number) =>
  `${two(Math.floor(Math.min(minute, 1439) / 60))}:${two(Math.min(minute, 1439) % 60)}`
const minuteOf = (clock: string, ends = false) => {
  const [h = 0, m = 0] = clock.split(':').map(Number)
  const minute = h * 60 + m
  return ends && minute === 1439 ? 1440 : minute
}

const draftOf = (node: Node): Draft => ({
  opens: clockOf(node.opens_minute),
  closes: clockOf(node.closes_minute),
  capacity: String(node.capacity_per_day),
  radius_km: String(node.service_radius_m / 1000),
  protected: String(node.protected_default),
  sells_online: node.sells_online,
  state: node.state,
})

const settingsOf = (draft: Draft) => ({
  opens_minute: minuteOf(draft.opens),
  closes_minute: minuteOf(draft.closes, true),
  capacity_per_day: Number(draft.capacity),
  service_radius_m: Math.round(Number(draft.radius_km) * 1000),
  protected_default: Number(draft.protected),
  sells_online: draft.sells_online,
  state: draft.state,
})

export default function HandStore() {
  const t = useWords(handPlaceWords)
  const node_id = useNodeId()
  const node = useNode()
  if (!node_id) return <NoNode />
  return (
    <Page
      title={t('store')}
      subtitle={<NodeLine>{t('lead')}</NodeLine>}
      aside={
        node?.kind !== 'warehouse' && (
          <LinkButton look="secondary" icon="store" href={`/stores/${node_id}`}>
            {t('preview')}
          </LinkButton>
        )
      }
    >
      {node ? <Settings key={node.id} node={node} /> : <LoadingCards rows={3} />}
    </Page>
  )
}

function Settings({ node }: { node: Node }) {
  const t = useWords(handPlaceWords)
  const why_not = useWhyNot('places.own_store')
  const [draft, setDraft] = useState(() => draftOf(node))
  const save = useCommand(changeOwnStore, {
    refreshes: [getNode, listNodes],
    onDone: () => toast(t('saved')),
  })
  const set = (patch: Partial<Draft>) => setDraft((now) => ({ ...now, ...patch }))
  const wanted = settingsOf(draft)
  const whole = [draft.capacity, draft.protected].every((typed) => /^\d+$/.test(typed))
  const numbers = whole && /^\d+(\.\d)?$/.test(draft.radius_km)
  const hours = wanted.opens_minute < wanted.closes_minute
  const same = JSON.stringify(draft) === JSON.stringify(draftOf(node))
  const why = !numbers ? t('bad_number') : !hours ? t('bad_hours') : same ? t('unchanged') : null
  const run = () => void save.run({ node_id: node.id, ...wanted })
  return (
    <div className="grid gap-4 lg:grid-cols-2 lg:items-start">
      <div className="flex flex-col gap-4">
        <Consent draft={draft} set={set} />
        <State draft={draft} set={set} />
      </div>
      <div className="flex flex-col gap-4">
        <Numbers draft={draft} set={set} />
        <div className="flex flex-col gap-2">
          <Refusal problem={save.problem} />
          <Button size="large" wide pending={save.pending} why_disabled={why_not ?? why} onClick={run}>
            {t('save')}
          </Button>
        </div>
        <Known node={node} />
      </div>
    </div>
  )
}

type Part = { draft: Draft; set: (patch: Partial<Draft>) => void }

function Consent({ draft, set }: Part) {
  const t = useWords(handPlaceWords)
  return (
    <Card lit={!draft.sells_online}>
      <CardTitle
        note={
          <Tag tone={draft.sells_online ? 'good' : 'warn'}>
            {draft.sells_online ? t('consent_on') : t('consent_off')}
          </Tag>
        }
      >
        {t('sells_online')}
      </CardTitle>
      <p className="text-15 text-ink-soft">{t('sells_online_note')}</p>
      <Checkbox
        label={<span className="text-16">{t('sells_online')}</span>}
        checked={draft.sells_online}
        onChange={(event) => set({ sells_online: event.target.checked })}
      />
      <p className="text-13 text-ink-soft">{t('consent_for')}</p>
    </Card>
  )
}

function State({ draft, set }: Part) {
  const t = useWords(handPlaceWords)
  return (
    <Card>
      <CardTitle>{t('state')}</CardTitle>
      <PickOne
        label={t('state')}
        name="state"
        value={draft.state}
        choices={[
          { value: 'open', title: t('state_open') },
          { value: 'paused', title: t('state_paused') },
          { value: 'closed', title: t('state_closed'), note: t('state_closed_note') },
        ]}
        onChange={(value) => set({ state: value as Node['state'] })}
      />
    </Card>
  )
}

function Numbers({ draft, set }: Part) {
  const t = useWords(handPlaceWords)
  const field = (name: 'capacity' | 'protected') => ({
    inputMode: 'numeric' as const,
    maxLength: 6,
    className: 'num',
    value: draft[name],
    onChange: (event: { target: { value: string } }) =>
      set({ [name]: event.target.value.replace(/\D/g, '') }),
  })
  return (
    <Card>
      <CardTitle>{t('hours')}</CardTitle>
      <div className="grid grid-cols-2 gap-3">
        <TextField
          type="time"
          label={t('opens')}
          value={draft.opens}
          onChange={(event) => set({ opens: event.target.value })}
        />
        <TextField
          type="time"
          label={t('closes')}
          value={draft.closes}
          onChange={(event) => set({ closes: event.target.value })}
        />
      </div>
      <p className="text-13 text-ink-soft">{t('hours_note')}</p>
      <TextField label={t('capacity')} hint={t('capacity_note')} {...field('capacity')} />
      <TextField
        label={t('radius')}
        hint={t('radius_note')}
        inputMode="decimal"
        maxLength={5}
        className="num"
        value={draft.radius_km}
        onChange={(event) => set({ radius_km: event.target.value.replace(/[^\d.]/g, '') })}
      />
      <TextField label={t('protected')} hint={t('protected_note')} {...field('protected')} />
    </Card>
  )
}

function Known({ node }: { node: Node }) {
  const t = useWords(handPlaceWords)
  const lang = useLang()
  return (
    <Card>
      <CardTitle note={t('facts_note')}>{t('facts')}</CardTitle>
      <Rows
        rows={[
          { name: t('name'), value: nameIn(lang, node) },
          { name: t('address'), value: lang === 'en' ? node.address_en : node.address_zh },
          { name: t('phone'), value: node.phone },
          { name: t('trade'), value: t(`trade_${node.trade_mode}`) },
        ]}
      />
    </Card>
  )
}
