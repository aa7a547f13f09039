// Puts a drawing of ours on the page. Only strings made by src/web/draw may come in: they hold numbers and
// escaped lettering, never anything a person typed.
import type { Drawing as Drawn } from '../draw/contract.ts'

type Frame = { drawing: Drawn; label: string; className?: string }

/** One product in its own box, its bleed included; `label` is what a screen reader says. */
export function Drawing({ drawing, label, className = '' }: Frame) {
  const { width_mm, height_mm, bleed, svg } = drawing
  const box = [
    -bleed.left_mm,
    -bleed.top_mm,
    width_mm + bleed.left_mm + bleed.right_mm,
    height_mm + bleed.top_mm + bleed.bottom_mm,
  ]
  return (
    <svg
      viewBox={box.join(' ')}
      className={`block ${className}`}
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
      // The group, not the picture: what `zg` draws around a product is measured in its millimetres.
      // biome-ignore lint/security/noDangerouslySetInnerHtml: our own SVG
      dangerouslySetInnerHTML={{ __html: `<g class="zg">${svg}</g>` }}
    />
  )
}

/** A whole picture (scene, paints) that is already an <svg> element's text. */
export const Picture = ({ svg, className = '' }: { svg: string; className?: string }) => (
  <div className={className} dangerouslySetInnerHTML={{ __html: svg }} />
)
