import type { PageSettings } from '@frontdesk/contract'

interface BrandProps {
  settings: Pick<PageSettings, 'applicationName' | 'logoUrl'>
  href?: string
}

/** The application's logo, or its name with its initial on a hotel's key fob. */
export function Brand({ settings: { applicationName, logoUrl }, href }: BrandProps) {
  const content = logoUrl ? (
    <img src={logoUrl} alt={applicationName} />
  ) : (
    <>
      <svg class="fob" viewBox="0 0 32 40" width="28" height="35" aria-hidden="true">
        <path
          class="fob-body"
          fill-rule="evenodd"
          d="M12.6 1.5h6.8a5 5 0 0 1 4.2 2.3l5 7.8a5 5 0 0 1 .8 2.7V33a5.5 5.5 0 0 1-5.5 5.5H8.1A5.5 5.5 0 0 1 2.6 33V14.3a5 5 0 0 1 .8-2.7l5-7.8a5 5 0 0 1 4.2-2.3ZM16 6.2a2.9 2.9 0 1 0 0 5.8 2.9 2.9 0 0 0 0-5.8Z"
        />
        <text class="fob-letter" x="16" y="30.5" text-anchor="middle">
          {[...applicationName][0]?.toUpperCase()}
        </text>
      </svg>
      <span>{applicationName}</span>
    </>
  )
  return href ? (
    <a class="brand" href={href}>
      {content}
    </a>
  ) : (
    <div class="brand">{content}</div>
  )
}
