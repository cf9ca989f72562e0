export interface Variable {
  id: string
  instanceId: string
  category: string
  name: string
  /** Sealed where it is a secret. */
  value: string
  secret: boolean
  createdAt: number
}
