import type { House } from '../house.ts'
import type { Container, ContainerSpec, Image, Labels } from '../ports/containers.ts'
import type { DatabaseState } from '../ports/databases.ts'
import type { DnsRecord } from '../ports/dns.ts'
import type { Route } from '../ports/proxy.ts'
import type { Reading, Writing } from '../ports/store.ts'
import type { PracticeThing, ThingKind } from './practice.ts'

/** What a kind of thing has beside its name. */
export interface ThingData {
  network: { labels: Labels }
  volume: { labels: Labels; databases: Record<string, DatabaseState> }
  image: Image & { labels: Labels }
  container: Container & Pick<ContainerSpec, 'networks' | 'limits' | 'mounts' | 'environment' | 'command'>
  folder: { uid: number; gid: number }
  file: { print: string; text: string | null }
  checkout: { url: string; branch: string; commit: string }
  record: { records: readonly DnsRecord[]; known: boolean }
  route: { route: Route | null; serves: string | null; maintenance: boolean }
  commit: {
    url: string
    branch: string
    number: number
    message: string
    author: string
    modules: string[]
    at: number
  }
}

/** Things of one practice server. The named boundary: what stands in `data` was put there by the same kind. */
export class Things {
  readonly #reading: Pick<Reading, 'practiceThing'>
  readonly #serverId: string

  constructor(reading: Pick<Reading, 'practiceThing'>, serverId: string) {
    this.#reading = reading
    this.#serverId = serverId
  }

  async find<Kind extends ThingKind>(kind: Kind, name: string): Promise<ThingData[Kind] | null> {
    const row = await this.#reading.practiceThing.one({ serverId: this.#serverId, kind, name })
    return row && dataOf(row)
  }

  async all<Kind extends ThingKind>(kind: Kind): Promise<{ name: string; data: ThingData[Kind] }[]> {
    const rows = await this.#reading.practiceThing.find({ serverId: this.#serverId, kind }, { order: ['createdAt'] })
    return rows.map((row) => ({ name: row.name, data: dataOf(row) }))
  }
}

export interface Owner {
  instanceId: string | null
  jobId: string | null
}

/** The same within a transaction, to put and take. */
export class ChangingThings extends Things {
  readonly #house: House
  readonly #rows: Writing
  readonly #server: string
  readonly #owner: Owner

  constructor(house: House, rows: Writing, serverId: string, owner: Owner) {
    super(rows, serverId)
    this.#house = house
    this.#rows = rows
    this.#server = serverId
    this.#owner = owner
  }

  async put<Kind extends ThingKind>(kind: Kind, name: string, data: ThingData[Kind]): Promise<void> {
    const { practiceThing } = this.#rows
    if ((await practiceThing.update({ serverId: this.#server, kind, name }, { data })) > 0) return
    const createdAt = this.#house.clock.now()
    const id = this.#house.chance.id()
    await practiceThing.insert({ id, serverId: this.#server, kind, name, data, ...this.#owner, createdAt })
  }

  async take(kind: ThingKind, name: string): Promise<void> {
    await this.#rows.practiceThing.remove({ serverId: this.#server, kind, name })
  }

  /** A path with all that is below it. */
  async takeBelow(path: string): Promise<void> {
    const below = await this.#rows.practiceThing.find({
      serverId: this.#server,
      kind: { in: ['folder', 'file', 'checkout'] },
      name: { contains: path },
    })
    const ids = below.filter(({ name }) => name === path || name.startsWith(`${path}/`)).map(({ id }) => id)
    if (ids.length > 0) await this.#rows.practiceThing.remove({ id: { in: ids } })
  }
}

function dataOf<Kind extends ThingKind>(row: PracticeThing): ThingData[Kind] {
  return row.data as ThingData[Kind]
}
