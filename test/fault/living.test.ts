import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { onDiscord, onSlack, Scene, type Trouble } from './living.ts'

const places = [
  { name: 'Slack', place: onSlack, breaks: ['cut'] },
  { name: 'Discord', place: onDiscord, breaks: ['reconnect', 'invalid session', 'closed', 'cut'] },
]

const troubles: [string, Trouble][] = [
  ['too busy', { status: 429, retryAfter: 1 }],
  ['too busy for all of us', { status: 429, retryAfter: 1, global: true }],
  ['broken', { status: 502 }],
  ['silent', { hangs: true }],
]

describe.each(places)('the message of a job in $name', ({ place, breaks }) => {
  let scene: Scene

  beforeAll(async () => {
    scene = await Scene.on(place)
  })

  afterEach(() => scene.platform.mustBeContent())

  afterAll(() => scene?.close())

  /** It stands there once, says how it ended, and so does its thread, once. */
  async function endsRight(number: number): Promise<void> {
    const { platform } = scene
    const message = await scene.shows(number, '· success')
    const ends = () => platform.under(message).filter(({ words }) => words.includes('is done after'))
    await platform.until(() => ends()[0])
    expect(platform.ofJob(number)).toHaveLength(1)
    expect(ends()).toHaveLength(1)
  }

  test.each(troubles)(
    'the edits meet a platform that is %s: the run is not slowed, and the end is told',
    async (_, trouble) => {
      const { platform, api } = scene
      await api.must('practice hold health_check --server box1')
      const number = await scene.deploys()
      const message = await scene.shows(number, '⟳ Health check')
      const before = platform.calls('edit')
      platform.besieges('edit', trouble)
      await api.must('practice release --server box1')
      await scene.ends(number, 'success')
      await scene.struck('edit', before)
      expect(platform.ofJob(number).map(({ id, words }) => [id, words.includes('· success')])).toEqual([
        [message.id, false],
      ])
      platform.lifts('edit')
      await endsRight(number)
    },
  )

  test.each(troubles)('the post meets a platform that is %s: it is posted later, once', async (_, trouble) => {
    const { platform } = scene
    const before = platform.calls('post')
    platform.next('post', trouble)
    const number = await scene.deploys()
    await endsRight(number)
    // The one that failed, and the one that did not.
    expect(platform.calls('post')).toBeGreaterThan(before + 1)
  })

  test('the answer to the post is lost: it is found, and not posted again', async () => {
    const { platform } = scene
    const before = { post: platform.calls('post'), look: platform.calls('look') }
    platform.next('post', { lost: true })
    const number = await scene.deploys()
    await endsRight(number)
    expect(platform.calls('post')).toBe(before.post + 1)
    expect(platform.calls('look')).toBeGreaterThan(before.look)
  })

  test('the bot is killed before it heard that its post stands there: the next one finds it', async () => {
    const { platform } = scene
    const before = platform.calls('look')
    platform.next('post', { lost: true })
    platform.besieges('look', { status: 429, retryAfter: 60 })
    const number = await scene.deploys()
    await scene.struck('look', before)
    expect(platform.ofJob(number)).toHaveLength(1)
    await scene.killed()
    platform.lifts('look')
    await scene.starts()
    await endsRight(number)
  })

  test('the bot is killed in the middle of a run whose edits fail: the next one tells the end', async () => {
    const { platform, api } = scene
    await api.must('practice hold health_check --server box1')
    const number = await scene.deploys()
    await scene.shows(number, '⟳ Health check')
    const before = platform.calls('edit')
    platform.besieges('edit', { status: 500 })
    await api.must('practice release --server box1')
    await scene.struck('edit', before)
    await scene.killed()
    expect(platform.ofJob(number).map(({ words }) => words.includes('· success'))).toEqual([false])
    platform.lifts('edit')
    await scene.starts()
    await endsRight(number)
  })

  test.each(breaks)('the line breaks while it runs: %s', async (how) => {
    const { platform, api } = scene
    await api.must('practice hold health_check --server box1')
    const number = await scene.deploys()
    await scene.shows(number, '⟳ Health check')
    const { mended } = platform.breaks(how)
    await api.must('practice release --server box1')
    await endsRight(number)
    await mended
    await endsRight(await scene.deploys())
  })
})

test('Discord’s buckets are kept as its headers tell them, with four jobs at once', async () => {
  const eachMs = 1500
  const scene = await Scene.on(onDiscord)
  try {
    const { platform } = scene
    const tooEarly = platform.narrows(eachMs)
    const began = performance.now()
    const numbers: number[] = []
    for (let at = 0; at < 4; at += 1) numbers.push(await scene.deploys())
    for (const number of numbers) await scene.shows(number, '· success')
    // Four last states take four edits: the narrow way was gone.
    expect(performance.now() - began).toBeGreaterThan(3 * eachMs)
    expect(platform.calls('edit')).toBeLessThan(3 + (performance.now() - began) / eachMs)
    // The first answer tells the limit.
    expect(tooEarly()).toBeLessThanOrEqual(1)
    for (const number of numbers) expect(platform.ofJob(number)).toHaveLength(1)
    platform.mustBeContent()
  } finally {
    await scene.close()
  }
})
