/** Drawn on 20 × 20, in the colour of the text around them. */
const paths = {
  key: 'M8.5 10.5a3.5 3.5 0 1 1 2-2l6 6V17h-2.5v-2H12v-2h-1.5ZM6.8 6.8h.01',
  mail: 'M4 4.5h12A1.5 1.5 0 0 1 17.5 6v8a1.5 1.5 0 0 1-1.5 1.5H4A1.5 1.5 0 0 1 2.5 14V6A1.5 1.5 0 0 1 4 4.5Zm-1.2 1.2L10 11l7.2-5.3',
  renew: 'M16.5 10a6.5 6.5 0 1 1-2-4.7l2 2M16.5 3.5v3.8h-3.8',
  chevron: 'm8 5 5 5-5 5',
  back: 'M16.5 10h-13M8.5 5l-5 5 5 5',
  leave: 'M8 3.5H5A1.5 1.5 0 0 0 3.5 5v10A1.5 1.5 0 0 0 5 16.5h3M8 10h9M13.5 6.5 17 10l-3.5 3.5',
  close: 'm5 5 10 10M15 5 5 15',
  passkey:
    'M8 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM2.5 16.5v-1A3.5 3.5 0 0 1 6 12h4M14.5 12.5a2.3 2.3 0 1 0-1 0v4.6l1 .9 1.2-1.2-.8-.9.8-.9-.7-.8Zm-.5-2.2h.01',
  phone: 'M7 2.5h6A1.5 1.5 0 0 1 14.5 4v12a1.5 1.5 0 0 1-1.5 1.5H7A1.5 1.5 0 0 1 5.5 16V4A1.5 1.5 0 0 1 7 2.5Zm2.2 12h1.6',
  computer: 'M4.5 4h11A1.5 1.5 0 0 1 17 5.5v7.8H3V5.5A1.5 1.5 0 0 1 4.5 4ZM1.5 16h17',
} as const

export type IconName = keyof typeof paths

/** A picture beside words that say the same. Those that point along the text turn with its direction. */
export function Icon({ name }: { name: IconName }) {
  const isDirected = name === 'chevron' || name === 'back' || name === 'leave'
  return (
    <svg class={isDirected ? 'icon directed' : 'icon'} viewBox="0 0 20 20" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  )
}
