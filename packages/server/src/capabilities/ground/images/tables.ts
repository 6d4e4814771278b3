export interface ImagesTable {
  id: string
  content_type: string
  bytes: Uint8Array
  created_at: number
}
