// The front door: one home in section, then a few things in true size, then the stores nearby.
import { useEffect, useRef, useState } from 'react'
import { formatDistance, formatTime } from '../../web/words/format.ts'
import { useLang, useView, useWords } from '../../web/words/use-words.ts'
import { Icon } from '../../web/kit/icons.tsx'
import { Paints } from './art.tsx'
import type { HomeData } from './data.ts'
import { Goods } from './goods-card.tsx'
import { goodsWords } from './goods-words.ts'
import { Shop } from './shop.tsx'
import { StoreRow } from './store-row.tsx'

type Drawer = (data: HomeData, layout: 'wide' | 'tall', lang: 'zh' | 'en') => string
let drawer: Drawer | null = null
/** The server draws the scene; the browser fetches the hand only when its own layout is the other one. */
export const takeDrawer = (taken: Drawer) => {
  drawer = taken
}

const isNight = (hour: number) => hour >= 19 || hour < 6

export function HomePage({ data }: { data: HomeData }) {
  const t = useWords(goodsWords)
  return (
    <Sky>
      <Shop data={data} tab="home" bare>
        <Paints />
        <Lead data={data} />
        <Scene data={data} />
        <section aria-labelledby="picks" className="pt-10">
          <h2 id="picks" className="flex flex-wrap items-baseline gap-x-3 pb-3 text-20">
            {t('home_pick')} <small className="text-14 font-text text-ink-soft">{t('home_pick_lead')}</small>
          </h2>
          <Goods tiles={data.tiles} frame={data.frame} columns="five" label={t('home_pick')} />
        </section>
        <Near data={data} />
      </Shop>
    </Sky>
  )
}

/** The sky follows the reader's own clock, after hydration; the cached page is the same for all. */
function Sky({ children }: { children: React.ReactNode }) {
  const sky = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const follow = () => {
      const hour = isNight(new Date().getHours()) ? 'night' : 'day'
      const scene = sky.current?.querySelector<SVGElement>('.zg-home')
      if (sky.current) sky.current.dataset.sky = hour
      if (scene) scene.dataset.hour = hour
    }
    follow()
    const timer = setInterval(follow, 60_000)
    addEventListener('scenechange', follow)
    return () => {
      clearInterval(timer)
      removeEventListener('scenechange', follow)
    }
  }, [])
  return (
    <div ref={sky} className="home-sky" data-sky="day" suppressHydrationWarning>
      {children}
    </div>
  )
}

function Lead({ data }: { data: HomeData }) {
  const t = useWords(goodsWords)
  const { now } = useView()
  const time = formatTime(now)
  return (
    <div className="home-lead flex flex-wrap items-baseline gap-x-5 gap-y-1 pt-1 pb-2 md:pt-4 md:pb-5">
      <h1 className="text-20 md:text-32">{t('home_title')}</h1>
      <p className="num text-13 text-ink-soft md:text-16">
        {data.today ? t('home_lead', { time, n: data.today }) : t('home_lead_none', { time })}
      </p>
    </div>
  )
}

/**
 * The layout the server guessed stays unless the window says otherwise; its room is kept by the stylesheet.
 */
function Scene({ data }: { data: HomeData }) {
  const lang = useLang() === 'en' ? 'en' : 'zh'
  const [svg, setSvg] = useState(() => drawer?.(data, data.layout, lang) ?? '')
  useEffect(() => {
    const wide = matchMedia('(width >= 768px)')
    const wanted = () => (wide.matches ? 'wide' : 'tall')
    let shown = data.layout
    const follow = async () => {
      if (wanted() === shown) return
      const { drawHome } = await import('./home-scene.ts')
      // Asked again: the window may have been turned back while the hand was fetched.
      if (wanted() === shown) return
      shown = wanted()
      setSvg(drawHome(data, shown, lang))
    }
    void follow()
    wide.addEventListener('change', follow)
    return () => wide.removeEventListener('change', follow)
  }, [data, lang])
  // A scene drawn here starts by day; the sky sets its hour once it stands.
  useEffect(() => {
    if (svg) dispatchEvent(new Event('scenechange'))
  }, [svg])
  return <div className="home-scene" suppressHydrationWarning dangerouslySetInnerHTML={{ __html: svg }} />
}

function Near({ data }: { data: HomeData }) {
  const t = useWords(goodsWords)
  const lang = useLang()
  const [nearest] = data.stores.near
  if (!nearest) return null
  return (
    <section aria-labelledby="stores" className="pt-10">
      <h2 id="stores" className="flex flex-wrap items-baseline gap-x-3 pb-3 text-20">
        {t('home_stores')} <small className="text-14 font-text text-ink-soft">{t('home_stores_lead')}</small>
        <a href="/stores" className="link ml-auto inline-flex min-h-11 items-center text-14">
          {t('all_stores')} <Icon name="right" size={16} />
        </a>
      </h2>
      <ul className="grid gap-3 md:grid-cols-3">
        {data.stores.near.map((store) => (
          <StoreRow key={store.node_id} store={store} distance={formatDistance(store.distance_m, lang)} />
        ))}
      </ul>
    </section>
  )
}
