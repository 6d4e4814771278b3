/** A version of the settings; rows are only ever added. */
export interface SettingsTable {
  version: number
  /** What was set by then, as JSON, spelled as on the wire: what is missing has its first value. */
  document: string
  changed_by: string
  changed_at: number
  reason: string | null
}

/** The newest version of something that nodes keep in memory. */
export interface HeadsTable {
  name: string
  version: number
}
