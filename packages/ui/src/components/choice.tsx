import { Icon, type IconName } from './icon.js'

interface ChoiceProps {
  href: string
  icon: IconName
  action: string
  /** What it is done with, such as an address. */
  detail?: string | undefined
}

/** A row that leads on. */
export function Choice({ href, icon, action, detail }: ChoiceProps) {
  return (
    <a class="choice" href={href}>
      <Icon name={icon} />
      <span class="choice-text">
        <strong>{action}</strong> {detail && <span>{detail}</span>}
      </span>
      <Icon name="chevron" />
    </a>
  )
}
