// Buttons. One that cannot be pressed stays in place and says why, for eyes and for screen readers.
import { type ButtonHTMLAttributes, type ReactNode, useId } from 'react'
import { Icon, type IconName } from './icons.tsx'

const looks = {
  primary: 'bg-action text-on-action hover:bg-action-press',
  secondary: 'border border-line-firm text-action hover:bg-action-soft bg-transparent',
  quiet: 'text-action hover:bg-action-soft',
  danger: 'border border-bad text-bad hover:bg-bad-soft bg-transparent',
} as const
const sizes = {
  medium: 'min-h-[max(44px,var(--tap))] px-5 text-16',
  large: 'min-h-[50px] px-6 text-16',
  small: 'min-h-tap px-3 text-14',
} as const
const off = 'bg-sunk text-ink-soft'
const shape =
  'inline-flex items-center justify-center gap-2 rounded-shop font-mid leading-tight text-center transition-colors'

type Look = { look?: keyof typeof looks; size?: keyof typeof sizes; wide?: boolean; icon?: IconName }
export type ButtonProps = Look &
  Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'disabled'> & {
    /** The reason it cannot be pressed now; the button is then disabled and the reason stands below it. */
    why_disabled?: string | null | undefined
    /** What to do instead, beside the reason: a link or a button. */
    instead?: ReactNode
    pending?: boolean
    children: ReactNode
  }

const classOf = ({ look = 'primary', size = 'medium', wide }: Look, dead: boolean) =>
  `${shape} ${sizes[size]} ${dead ? off : looks[look]} ${wide ? 'w-full' : ''}`

/** Stays focusable while disabled, so that its reason can be reached by keyboard. */
export function Button(props: ButtonProps) {
  const { look, size, wide, icon, why_disabled, instead, pending = false, children, ...rest } = props
  const { className = '', onClick, type = 'button', ...button } = rest
  const reason = useId()
  const dead = Boolean(why_disabled)
  const style = { ...(look && { look }), ...(size && { size }), ...(wide && { wide }) }
  const element = (
    <button
      {...button}
      type={dead || pending ? 'button' : type}
      className={`${classOf(style, dead)} ${className}`}
      aria-disabled={dead || pending || undefined}
      aria-busy={pending || undefined}
      aria-describedby={dead ? reason : button['aria-describedby']}
      onClick={dead || pending ? undefined : onClick}
    >
      {pending ? <Spinner /> : icon && <Icon name={icon} />}
      {children}
    </button>
  )
  if (!dead) return element
  return (
    <span className={`inline-flex flex-col gap-1 ${wide ? 'w-full' : ''}`}>
      {element}
      <span className="text-13 text-ink-soft">
        <span id={reason}>{why_disabled}</span>
        {instead && <> {instead}</>}
      </span>
    </span>
  )
}

export const LinkButton = (props: Look & { href: string; children: ReactNode }) => (
  <a href={props.href} className={classOf(props, false)}>
    {props.icon && <Icon name={props.icon} />}
    {props.children}
  </a>
)

/** A square button with a picture only; `label` is its name. */
export const IconButton = ({
  icon,
  label,
  className = '',
  ...rest
}: { icon: IconName; label: string } & ButtonHTMLAttributes<HTMLButtonElement>) => (
  <button
    type="button"
    {...rest}
    aria-label={label}
    title={label}
    className={`inline-grid size-11 place-items-center rounded-field text-ink-soft hover:bg-sunk ${className}`}
  >
    <Icon name={icon} />
  </button>
)

const Spinner = () => (
  <svg viewBox="0 0 24 24" width="18" height="18" className="animate-spin" aria-hidden="true">
    <circle cx="12" cy="12" r="9" fill="none" stroke="currentColor" strokeWidth="2.5" opacity=".3" />
    <path d="M12 3a9 9 0 0 1 9 9" fill="none" stroke="currentColor" strokeWidth="2.5" />
  </svg>
)
