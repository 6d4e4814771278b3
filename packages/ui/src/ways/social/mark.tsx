/** Marks of providers, drawn simply on 20 × 20 in the colour of the text around them; of others their first letter stands there. */
const paths: Record<string, string> = {
  apple:
    'M10 6.3c.9 0 2-.8 3.4-.8 1.2 0 2.3.5 3 1.5-2.5 1.6-2.1 5.2.5 6.2-.7 2-2.1 3.9-3.6 3.9-1.2 0-1.6-.7-3.1-.7s-1.9.7-3.1.7c-1.5 0-3.7-3.5-3.7-6.5 0-3.2 1.9-5.1 3.9-5.1 1.2 0 2 .8 2.7.8Zm.2-1.200c0-1.5 1-2.8 2.5-3.1',
  discord:
    'M5 5.500c3-1.3 7-1.3 10 0 1.5 3 2 6 1.8 8.5-1.3 1-2.6 1.5-3.8 1.700l-.8-1.500M7.8 14.2 7 15.700c-1.2-.2-2.5-.7-3.8-1.700C3 11.5 3.5 8.5 5 5.500M7.5 10.500h.01M12.5 10.500h.01',
  dropbox: 'm6 3.5 4 2.7-4 2.7-4-2.700Zm8 0 4 2.7-4 2.7-4-2.700ZM6 8.900l4 2.7-4 2.7-4-2.700Zm8 0 4 2.7-4 2.7-4-2.700Z',
  facebook: 'M14 3h-1.500A3.5 3.5 0 0 0 9 6.500V17M6 9.500h6.5',
  github:
    'M4 9c0-2 .3-4 .2-5.5 1.5.1 3 .9 3.8 1.500a9 9 0 0 1 4 0c.8-.6 2.3-1.4 3.8-1.5-.1 1.5.2 3.5.2 5.5 0 4-2 5.5-6 5.500S4 13 4 9Zm6 5.500V18',
  gitlab: 'm10 17-7-6 2-7 2.3 5h5.400L15 4l2 7Z',
  google: 'M15.7 5.500A7 7 0 1 0 17 10h-6.5',
  instagram:
    'M6.5 3h7A3.5 3.5 0 0 1 17 6.500v7a3.5 3.5 0 0 1-3.5 3.500h-7A3.5 3.5 0 0 1 3 13.500v-7A3.5 3.5 0 0 1 6.5 3ZM10 7a3 3 0 1 1 0 6 3 3 0 0 1 0-6Zm4-1h.01',
  line: 'M10 3.500c4 0 7 2.4 7 5.400s-3.5 5.6-7 8.100v-2.700c-4 0-7-2.4-7-5.400s3-5.4 7-5.400Z',
  linkedin: 'M4.5 8v8M4.5 4.500h.01M8.5 16V8m0 3c0-2 1.3-3 3.2-3s3.3 1 3.3 3.500V16',
  microsoft: 'M3 3h6v6H3Zm8 0h6v6h-6ZM3 11h6v6H3Zm8 0h6v6h-6Z',
  notion: 'M3.5 3.500h13v13h-13Zm4 10v-7l5 7v-7',
  slack: 'M7.5 3v14M12.5 3v14M3 7.500h14M3 12.500h14',
  spotify: 'M3.5 7c4.5-1.5 9-1 13 1M4.5 10.500c3.8-1.2 7.5-.8 10.8.9M5.5 14c3-.9 6-.6 8.5.8',
  tiktok: 'M10.5 3v10a3 3 0 1 1-3-3m3-6.500c.4 2.2 2 3.7 4.5 3.8',
  twitch: 'M4 3.500h12.500v8L13 15h-3l-2.5 2.500V15H4ZM9 7v4m4-4v4',
  x: 'm4 4 12 12M16 4 4 16',
}
const same: Record<string, string> = { linkedin_oidc: 'linkedin', twitter: 'x' }

interface MarkProps {
  /** `oauth_google` */
  strategy: string
  name: string
  logoUrl: string | null
}

/** Beside the name, which says the same. */
export function ProviderMark({ strategy, name, logoUrl }: MarkProps) {
  const key = strategy.replace('oauth_', '')
  const path = paths[same[key] ?? key]
  if (logoUrl) return <img class="provider-mark" src={logoUrl} alt="" width={20} height={20} />
  return (
    <svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
      {path ? (
        <path d={path} />
      ) : (
        <text class="provider-letter" x="10" y="15" text-anchor="middle">
          {name.slice(0, 1)}
        </text>
      )}
    </svg>
  )
}
