export interface EventsTable {
  id: string
  type: string
  data: string
  created_at: number
}
