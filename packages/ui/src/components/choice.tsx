import { Address } from './address.js'
import { Icon, type IconName } from './icon.js'

interface ChoiceProps {
  /** Where it leads; without one it is a button. */
  href?: string | undefined
  onClick?: (() => void) | undefined
  busy?: boolean
  icon: IconName
  action: string
  /** What it is done with, an address. */
  detail?: string | undefined
}

/** A row that leads on. */
export function Choice({ href, onClick, busy, icon, action, detail }: ChoiceProps) {
  const face = (
    <>
      <Icon name={icon} />
      <span class="choice-text">
        <strong>{action}</strong>{' '}
        {detail && (
          <span>
            <Address>{detail}</Address>
          </span>
        )}
      </span>
      <Icon name="chevron" />
    </>
  )
  return href ? (
    <a class="choice" href={href}>
      {face}
    </a>
  ) : (
    <button type="button" class="choice" aria-disabled={busy} onClick={onClick}>
      {face}
    </button>
  )
}
