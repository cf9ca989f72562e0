import type { Size } from './instance.ts'

const databaseShare = 0.3

export interface Share {
  cpu: number
  memoryMb: number
}

/** Of what an instance has, the database gets 30 percent and Odoo the rest. */
export function sharesOf({ cpu, memoryMb }: Size): { database: Share; odoo: Share; workers: number } {
  const database = { cpu: rounded(cpu * databaseShare), memoryMb: Math.round(memoryMb * databaseShare) }
  const odoo = { cpu: rounded(cpu - database.cpu), memoryMb: memoryMb - database.memoryMb }
  return { database, odoo, workers: Math.max(1, Math.floor(odoo.cpu * 2)) }
}

function rounded(cores: number): number {
  return Math.round(cores * 100) / 100
}
