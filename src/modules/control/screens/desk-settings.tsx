// The constants of the business: what holds, whether anybody ever decided it, and proposing another value.
import type { TableColumnsType } from 'antd'
import { type FormEvent, useState } from 'react'
import type { Lang } from '../../../platform/types.ts'
import { ListPage } from '../../../web/console/list-page.tsx'
import { useWhyNot } from '../../../web/console/me.tsx'
import { Facts, Section } from '../../../web/console/parts.tsx'
import { Badge } from '../../../web/kit/badge.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { TextArea, TextField } from '../../../web/kit/field.tsx'
import { EmptyState, Refusal } from '../../../web/kit/states.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { useCommand, useRead, wholeList } from '../../../web/query.ts'
import { formatInstant, formatNumber } from '../../../web/words/format.ts'
import { fieldError } from '../../../web/words/refusals.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { say } from '../../../web/words/words.ts'
import { countRequests, listRequests, listSettings, proposeAny, type SettingView } from '../contract.ts'
import { settingsWords } from './settings-words.ts'

/** Basis points are shown and typed as per cent, the others as they are. */
const scaleOf = ({ unit }: SettingView) => (unit === 'basis_points' ? 100 : 1)
const named = (setting: SettingView, lang: Lang) => (lang === 'en' ? setting.label_en : setting.label_zh)
const shown = (setting: SettingView, value: number, lang: Lang) =>
  say(settingsWords, lang)(`unit_${setting.unit}`, { n: formatNumber(value / scaleOf(setting), 2) })

export default function SettingsPage() {
  const t = useWords(settingsWords)
  const lang = useLang()
  const read = useRead(listSettings, {})
  const rows = wholeList(read.data?.items ?? [], read, listSettings)
  return (
    <ListPage
      title={t('title')}
      subtitle={t('lead')}
      rows={rows}
      columns={columnsOf(lang)}
      keyOf={(row) => row.key}
      empty={<EmptyState icon="ruler" title={t('empty')} />}
      detail={(key, row, close) => row && <Detail key={key} setting={row} onSent={close} />}
      detail_title={(_, row) => row && named(row, lang)}
    />
  )
}

function Source({ setting }: { setting: SettingView }) {
  const t = useWords(settingsWords)
  const lang = useLang()
  if (setting.assumed) return <Badge tone="unknown">{t('assumed')}</Badge>
  return <Badge tone="good">{t('changed', { at: formatInstant(setting.changed_at ?? 0, lang) })}</Badge>
}

function columnsOf(lang: Lang): TableColumnsType<SettingView> {
  const t = say(settingsWords, lang)
  return [
    {
      title: t('name'),
      render: (_, row) => (
        <b className="block w-max max-w-44 font-mid whitespace-normal md:max-w-none">{named(row, lang)}</b>
      ),
    },
    { title: t('value'), align: 'right', render: (_, row) => <b>{shown(row, row.value, lang)}</b> },
    {
      title: t('bounds'),
      align: 'right',
      render: (_, row) => t('range', { min: shown(row, row.min, lang), max: shown(row, row.max, lang) }),
    },
    { title: t('source'), render: (_, row) => <Source setting={row} /> },
  ]
}

function Detail({ setting, onSent }: { setting: SettingView; onSent: () => void }) {
  const t = useWords(settingsWords)
  const lang = useLang()
  const range = t('range', { min: shown(setting, setting.min, lang), max: shown(setting, setting.max, lang) })
  return (
    <>
      <Section title={t('value')} note={<Source setting={setting} />}>
        <Facts
          facts={[
            { name: t('value'), value: <b>{shown(setting, setting.value, lang)}</b> },
            { name: t('bounds'), value: range },
            { name: t('key'), value: <code translate="no">{setting.key}</code> },
          ]}
        />
      </Section>
      <Propose setting={setting} onSent={onSent} />
    </>
  )
}

function Propose({ setting, onSent }: { setting: SettingView; onSent: () => void }) {
  const t = useWords(settingsWords)
  const lang = useLang()
  const why = useWhyNot('control.approve')
  const [touched, setTouched] = useState(false)
  const scale = scaleOf(setting)
  const propose = useCommand(proposeAny, {
    refreshes: [listRequests, countRequests],
    onDone: () => {
      toast(t('sent'))
      onSent()
    },
  })
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const value = Math.round(Number(form.get('value')) * scale)
    const reason = String(form.get('reason') ?? '')
    void propose.run({ kind: 'control.setting', after: { key: setting.key, value }, reason })
  }
  return (
    <Section title={t('propose')} note={t('lead_propose')}>
      <form className="flex flex-col gap-3" onSubmit={send} onInput={() => setTouched(true)}>
        <TextField
          name="value"
          type="number"
          step={1 / scale}
          min={setting.min / scale}
          max={setting.max / scale}
          label={t('new_value')}
          defaultValue={setting.value / scale}
          error={touched ? fieldError(propose.problem, '/after/value', lang) : undefined}
        />
        <TextArea name="reason" label={t('reason')} hint={t('reason_hint')} maxLength={300} />
        <span>
          <Button type="submit" size="small" pending={propose.pending} why_disabled={why}>
            {t('send')}
          </Button>
        </span>
        <Refusal problem={propose.problem} />
      </form>
    </Section>
  )
}
