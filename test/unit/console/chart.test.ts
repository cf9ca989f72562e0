import { expect, test } from 'vitest'
import { Feed } from '../../../bot/console/feed.ts'
import { Messages } from '../../../bot/console/messages.ts'
import { makeFirstRoom } from '../../../bot/console/rooms.ts'
import { View } from '../../../bot/console/view.ts'
import type { Card } from '../../../core/card/card.ts'
import { pastDeployment } from '../deployment/history.ts'
import type { Person, TestHouse } from '../house.ts'
import { withAcme } from '../project/acme.ts'

async function memberOf(house: TestHouse, { user }: Person) {
  const identity = await house.store.reading.identity.one({ platform: 'slack', user })
  const member = await house.store.reading.member.one({ id: identity?.memberId ?? '' })
  if (!member) throw new Error(`no ${user}`)
  return member
}

test('a chart is a picture with words, for whom the message is for alone', async () => {
  const { house, admin, viewer } = await withAcme()
  await pastDeployment(house)
  const { card } = await house.asks(admin, 'deployment.stats', { project: 'acme' })
  const [ada, vic] = [await memberOf(house, admin), await memberOf(house, viewer)]
  await makeFirstRoom(house)
  const [room] = await house.store.reading.room.find()
  const messages = new Messages(house, new Feed())
  const message = await messages.say({
    id: 'm1',
    roomId: room?.id ?? '',
    onlyFor: ada.id,
    memberId: null,
    thread: null,
    text: null,
    card: card satisfies Card,
  })
  const [drawn] = await new View(house, ada, true).draw([message])
  expect(drawn?.html.toString()).toContain(
    '<img src="/console/charts/m1" width="560" alt="Deployments of acme: 1 success.',
  )
  expect((await messages.seenBy(ada, 'm1'))?.id).toBe('m1')
  expect(await messages.seenBy(vic, 'm1')).toBeNull()
  expect(await messages.seenBy(ada, 'nothing')).toBeNull()
})
