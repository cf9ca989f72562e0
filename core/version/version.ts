import type { Edition } from './known.ts'

/** A line of the catalogue: which image an Odoo version is. */
export interface Version {
  id: string
  version: string
  edition: Edition
  image: string
  build: string | null
  registryId: string | null
  createdAt: number
}
