import { visibleServers } from '../../core/access/visible.ts'
import type { Post } from '../../core/channel/channel.ts'
import { fact, memberIdsOf } from '../../core/event/audience.rule.ts'
import type { Event } from '../../core/event/event.ts'
import type { House } from '../../core/house.ts'
import type { Member } from '../../core/member/member.ts'
import { loudAt, wants } from '../../core/member/quiet.rule.ts'
import { asking } from '../../core/operation/asking.ts'
import type { Writing } from '../../core/ports/store.ts'
import { unhealthyType } from '../../core/watch/event.ts'
import { note } from './noting.ts'

const cursor = 'told.direct'
const atOnce = 200

/**
 * Writes down what people want to hear of by themselves: by their settings, or because they asked to be told. Where
 * it stopped is written down with it, so that nobody misses anything and nobody hears it twice.
 */
export class Directs {
  readonly #house: House

  constructor(house: House) {
    this.#house = house
  }

  /** At the very first start what is past is past. */
  async begin(): Promise<void> {
    await this.#house.store.write(async (rows) => {
      if (await rows.setting.one({ name: cursor })) return
      const [newest] = await rows.event.find({}, { order: ['-position'], limit: 1 })
      await rows.setting.insert({ name: cursor, value: newest?.position ?? 0 })
    })
  }

  /** True where something was written down. */
  async look(): Promise<boolean> {
    const { store } = this.#house
    let found = false
    for (;;) {
      const told = Number((await store.reading.setting.one({ name: cursor }))?.value ?? 0)
      const events = await store.reading.event.find(
        { position: { above: told } },
        { order: ['position'], limit: atOnce },
      )
      const last = events.at(-1)
      if (!last) return found
      const heard = await Promise.all(
        events.map(async (event) => ({ event, members: await this.#hearers(event), posts: await this.#posts(event) })),
      )
      await store.write(async (rows) => {
        for (const { event, members, posts } of heard) {
          for (const member of members) await this.#note(rows, event, member)
          for (const post of posts) await this.#noteBelow(rows, event, post)
        }
        await rows.setting.update({ name: cursor }, { value: last.position })
      })
      found ||= heard.some(({ members, posts }) => members.length + posts.length > 0)
      if (events.length < atOnce) return found
    }
  }

  async #note(rows: Writing, event: Event, member: Member): Promise<void> {
    await note(this.#house, rows, {
      key: `direct:${event.position}:${member.id}`,
      kind: 'direct',
      memberId: member.id,
      jobId: event.type === 'job.finished' ? event.jobId : null,
      position: event.position,
      dueAt: loudAt(member, this.#house.clock.now()),
    })
  }

  /** What became of a job after its end is said where it was told. */
  async #noteBelow(rows: Writing, { position }: Event, { id }: Post): Promise<void> {
    await note(this.#house, rows, { key: `${id}:event:${position}`, kind: 'direct', postId: id, position })
  }

  async #posts({ type, jobId }: Event): Promise<Post[]> {
    if (type !== unhealthyType || jobId === null) return []
    return this.#house.store.reading.post.find({ jobId, role: 'living' })
  }

  async #hearers(event: Event): Promise<Member[]> {
    const { member } = this.#house.store.reading
    const asked = memberIdsOf(event)
    if (asked.length > 0) return member.find({ id: { in: asked }, active: true, automatic: false })
    if (event.type === 'job.finished') return this.#asker(event)
    if (event.type === 'member.granted') {
      const found = await member.find({ name: fact(event, 'member') })
      return found.filter((one) => wants(one, 'member.granted'))
    }
    return serverTypes.includes(event.type) ? this.#whoSees(fact(event, 'serverId')) : []
  }

  /** A failed job is also a finished one. */
  async #asker({ jobId }: Event): Promise<Member[]> {
    const { reading } = this.#house.store
    const job = jobId === null ? null : await reading.job.one({ id: jobId })
    const member = job && (await reading.member.one({ id: job.requestedBy }))
    if (!member || job.parentId !== null) return []
    const wanted = wants(member, 'job.finished') || (job.state === 'failed' && wants(member, 'job.failed'))
    return wanted ? [member] : []
  }

  async #whoSees(serverId: string): Promise<Member[]> {
    const members = await this.#house.store.reading.member.find({ active: true, automatic: false })
    const seeing: Member[] = []
    for (const member of members.filter((one) => wants(one, 'server.key_changed'))) {
      const as = await asking(this.#house, { by: 'member', memberId: member.id }, nowhere)
      if ((await visibleServers(as)).some(({ id }) => id === serverId)) seeing.push(member)
    }
    return seeing
  }
}

/** Whoever wants to hear that something is wrong with a server hears all of it. */
const serverTypes = ['server.key_changed', 'server.unreachable', 'server.back']

const nowhere = { surface: 'system', team: '', channel: null, thread: null, link: null } as const
