/** A place that images come from, with the login that it asks for. */
export interface Registry {
  id: string
  name: string
  host: string
  username: string | null
  /** Sealed. */
  password: string | null
  createdAt: number
}
