import { randomUUID } from 'node:crypto'
import { DataSource } from 'typeorm'

/** A database that a test has to itself, and takes away again. */
export async function ownDatabase(url: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `pilothouse_${randomUUID().replaceAll('-', '')}`
  const tell = async (statement: string) => {
    const admin = await new DataSource({ type: 'postgres', url }).initialize()
    await admin.query(statement)
    await admin.destroy()
  }
  await tell(`CREATE DATABASE ${name}`)
  const own = new URL(url)
  own.pathname = `/${name}`
  return { url: own.href, drop: () => tell(`DROP DATABASE ${name} WITH (FORCE)`) }
}
