// Drawings of the shop's pages. The server draws; the browser keeps what it was sent, so that pages need not
// carry the hand. Pages that meet products only in the browser (cart, orders) take the hand along.
import type { Desc } from '../../web/draw/contract.ts'
import type { Hand, Sketch } from './hand.ts'

let hand: Hand | null = null
/** Called once by whoever has the hand: the server, and the entries of pages that draw in the browser. */
export const takeHand = (taken: Hand) => {
  hand = taken
}

type ArtProps = { sketch: Sketch; label?: string; className?: string }

/**
 * One drawing as an inline SVG. Without the hand it renders empty markup, and hydration leaves the server's
 * drawing in place: React compares no inner HTML.
 */
export function Art({ sketch, label, className = '' }: ArtProps) {
  const drawn = hand?.(sketch)
  return (
    <svg
      viewBox={drawn?.view_box}
      preserveAspectRatio={drawn?.align}
      className={`block ${className}`}
      focusable="false"
      suppressHydrationWarning
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: our own SVG
      dangerouslySetInnerHTML={{ __html: drawn?.svg ?? '' }}
    />
  )
}

/** The shared paints of all drawings on a page; once, at its top. */
export const Paints = () => (
  <div suppressHydrationWarning dangerouslySetInnerHTML={{ __html: hand?.({ kind: 'paints' }).svg ?? '' }} />
)

/** A product alone in its own box, for rows of a table. */
export const Thumb = ({ desc, className = 'size-16' }: { desc: Desc; className?: string }) => (
  <span className={`grid shrink-0 place-items-center rounded-field bg-wall p-1.5 ${className}`}>
    <Art sketch={{ kind: 'thumb', desc }} className="size-full" />
  </span>
)
