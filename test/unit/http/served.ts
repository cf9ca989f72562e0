import { onTestFinished } from 'vitest'
import { faultOf } from '../../../bot/conversation/reply.ts'
import { Grammar } from '../../../bot/grammar/read.ts'
import { openApi } from '../../../bot/http/http.ts'
import { Metrics } from '../../../bot/http/metrics.ts'
import type { StreamLimits } from '../../../bot/http/stream/streams.ts'
import { Web } from '../../../bot/http/web.ts'
import type { Level } from '../../../core/access/level.ts'
import { newToken } from '../../../core/token/new-token.ts'
import { Api } from '../../surface/api.ts'
import type { Person, TestHouse } from '../house.ts'

export interface Served {
  url: string
  web: Web
  /** Speaks with a token of this person. */
  as(
    person: Person,
    more?: Partial<{ level: Level; projectId: string; goodForMs: number }>,
  ): Promise<Api & { tokenId: string }>
}

/** The API of a house, on a port of its own until the test is over. */
export async function served(house: TestHouse, limits: Partial<StreamLimits> = {}): Promise<Served> {
  const web = new Web(new Metrics())
  const port = await web.listen('127.0.0.1', 0)
  openApi(house, new Grammar(house.operations), web, 0, limits)
  web.finish((error) => faultOf(house, error))
  web.readiness.up()
  onTestFinished(async () => {
    await web.drain(1000)
    await web.close()
  })
  const url = `http://127.0.0.1:${port}`
  return {
    url,
    web,
    async as(person, { level = 'admin', projectId = null as string | null, goodForMs = null as number | null } = {}) {
      const identity = await house.store.reading.identity.one({ platform: person.platform, user: person.user })
      const token = newToken(house, identity?.memberId ?? '', { name: 'test', level, projectId, goodForMs })
      await house.store.write((rows) => rows.token.insert(token.row))
      return Object.assign(new Api(url, token.text), { tokenId: token.row.id })
    },
  }
}
