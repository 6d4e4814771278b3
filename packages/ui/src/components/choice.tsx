import { Address } from './address.js'
import { Icon, type IconName } from './icon.js'

interface ChoiceProps {
  href: string
  icon: IconName
  action: string
  /** What it is done with, an address. */
  detail?: string | undefined
}

/** A row that leads on. */
export function Choice({ href, icon, action, detail }: ChoiceProps) {
  return (
    <a class="choice" href={href}>
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
    </a>
  )
}
