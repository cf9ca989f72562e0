import type { MigrationInterface } from 'typeorm'
import { Table } from 'typeorm'

/** A question mark lets a column be empty. These types mean the same on SQLite and on PostgreSQL. */
export type Type = 'text' | 'bigint' | 'boolean' | 'text?' | 'bigint?' | 'boolean?'

export interface Described {
  columns: Record<string, Type>
  key: string[]
  unique?: string[][]
  indexes?: string[][]
  /** Column, the table whose `id` it names, and whether the row goes when that one goes. */
  parents?: [column: string, table: string, gone: 'CASCADE' | 'RESTRICT'][]
}

export type Migration = MigrationInterface & { name: string }

// Migrations that were released build on this file: what it makes of a description must stay as it is.
export function described(name: string, table: Described): Table {
  const index = (unique: boolean) => (columns: string[]) => ({
    name: `${unique ? 'unique' : 'index'}_${name}_${columns.join('_')}`,
    columnNames: columns,
    isUnique: unique,
  })
  return new Table({
    name,
    columns: Object.entries(table.columns).map(([column, type]) => ({
      name: column,
      type: type.replace('?', ''),
      isNullable: type.endsWith('?'),
      ...(table.key.includes(column) ? { isPrimary: true, primaryKeyConstraintName: `pk_${name}` } : {}),
    })),
    indices: [...(table.unique ?? []).map(index(true)), ...(table.indexes ?? []).map(index(false))],
    foreignKeys: (table.parents ?? []).map(([column, parent, gone]) => ({
      name: `fk_${name}_${column}`,
      columnNames: [column],
      referencedTableName: parent,
      referencedColumnNames: ['id'],
      onDelete: gone,
    })),
  })
}
