// The product's pictures: at home beside a person and a door, from the front, from above, as a body; and
// its finishes.
import { type ReactNode, useState } from 'react'
import { useLang, useWords } from '../../web/words/use-words.ts'
import { Art } from './art.tsx'
import type { ProductData } from './data.ts'
import { productWords } from './product-words.ts'

const VIEWS = ['stage', 'front', 'plan', 'iso'] as const
type View = (typeof VIEWS)[number]

/** All views come from the server; the switch only hides, so it costs nothing and prints all. */
export function Views({ data }: { data: ProductData }) {
  const [view, setView] = useState<View>('stage')
  return (
    <div className="-mx-4 min-w-0 md:mx-0">
      <div className="relative overflow-hidden bg-wall md:rounded-shop">
        <div className="relative flex flex-wrap items-center justify-between gap-2 p-3 md:p-4">
          <Switch view={view} onChange={setView} />
          <Finishes data={data} />
        </div>
        <Panel shown={view === 'stage'}>
          <Stage data={data} />
        </Panel>
        {(['front', 'plan', 'iso'] as const).map((one) => (
          <Panel key={one} shown={view === one}>
            <Flat data={data} view={one} />
          </Panel>
        ))}
      </div>
      <div className="mt-4 hidden grid-cols-2 gap-4 md:grid">
        {(['plan', 'iso'] as const).map((one) => (
          <Small key={one} data={data} view={one} onOpen={() => setView(one)} />
        ))}
      </div>
    </div>
  )
}

const Panel = ({ shown, children }: { shown: boolean; children: ReactNode }) => (
  <div hidden={!shown} className="aspect-[390/304] md:aspect-[880/600]">
    {children}
  </div>
)

function Switch({ view, onChange }: { view: View; onChange: (view: View) => void }) {
  const t = useWords(productWords)
  return (
    <fieldset className="flex gap-0.5 rounded-field bg-surface p-1">
      <legend className="sr-only">{t('views')}</legend>
      {VIEWS.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={view === one}
          onClick={() => onChange(one)}
          className="min-h-11 rounded-[8px] px-2.5 text-13 text-ink-soft aria-pressed:bg-ink aria-pressed:text-paper md:px-3.5 md:text-14"
        >
          {t(`view_${one}`)}
        </button>
      ))}
    </fieldset>
  )
}

function Finishes({ data }: { data: ProductData }) {
  const t = useWords(productWords)
  if (data.finishes.length < 2) return <span className="text-13 text-ink-soft">{data.finish}</span>
  // On a phone they hang on the wall of the picture, so that the price is on the first screen.
  return (
    <nav
      aria-label={t('finish')}
      className="flex items-center gap-0.5 text-13 text-ink-soft max-md:absolute max-md:top-[68px] max-md:left-3 max-md:z-10"
    >
      <span className="mr-1 hidden lg:inline">{data.finish}</span>
      {data.finishes.map((one) => (
        <a
          key={one.href}
          href={one.href}
          aria-label={one.name}
          title={one.name}
          aria-current={one.current ? 'true' : undefined}
          className="group grid size-11 place-items-center rounded-pill"
        >
          <Art
            sketch={{ kind: 'swatch', finish: one.finish }}
            className="size-7 rounded-pill border border-line-firm group-aria-[current=true]:shadow-[0_0_0_3px_var(--surface),0_0_0_5px_var(--action)]"
          />
        </a>
      ))}
    </nav>
  )
}

function Stage({ data }: { data: ProductData }) {
  const t = useWords(productWords)
  const lang = useLang() === 'en' ? 'en' : 'zh'
  const { desc, name } = data
  const label = t('stage_label', { name, w: desc.width_mm, h: desc.height_mm, d: desc.depth_mm })
  return (
    <>
      <Art
        sketch={{ kind: 'stage', desc, narrow: true, lang }}
        label={label}
        className="size-full md:hidden"
      />
      <Art
        sketch={{ kind: 'stage', desc, narrow: false, lang }}
        label={label}
        className="hidden size-full md:block"
      />
    </>
  )
}

function Flat({ data, view }: { data: ProductData; view: 'front' | 'plan' | 'iso' }) {
  const t = useWords(productWords)
  const lang = useLang() === 'en' ? 'en' : 'zh'
  const label = t('view_label', { name: data.name, view: t(`view_${view}`) })
  const pad = view === 'plan' ? 'pt-12 md:pt-0' : 'p-4 pt-12 md:p-8'
  return (
    <Art
      sketch={view === 'plan' ? { kind: view, desc: data.desc, lang } : { kind: view, desc: data.desc }}
      label={label}
      className={`size-full ${pad}`}
    />
  )
}

function Small({ data, view, onOpen }: { data: ProductData; view: 'plan' | 'iso'; onOpen: () => void }) {
  const t = useWords(productWords)
  const lang = useLang() === 'en' ? 'en' : 'zh'
  return (
    <button
      type="button"
      onClick={onOpen}
      className="relative aspect-[432/212] overflow-hidden rounded-shop bg-wall"
    >
      <Art
        sketch={view === 'plan' ? { kind: view, desc: data.desc, lang } : { kind: view, desc: data.desc }}
        className={`size-full ${view === 'plan' ? '' : 'p-4'}`}
      />
      <span className="absolute bottom-3 left-4 text-13 text-ink-soft">{t(`view_${view}`)}</span>
    </button>
  )
}
