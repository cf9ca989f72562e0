import { afterAll, afterEach, beforeAll, describe } from 'vitest'
import { describeInBrowser } from '../stand-in/browser.ts'
import { byDiscord } from './by-discord.ts'
import { byPage } from './by-page.ts'
import { bySlack } from './by-slack.ts'
import { fast, type Team } from './team.ts'

/** The same tests at every surface: what can be asked for is the same everywhere. */
export function onEachSurface(
  name: string,
  tests: (team: () => Team) => void,
  settings: Record<string, string> = fast,
): void {
  const suite = (start: (settings: Record<string, string>) => Promise<Team>) => () => {
    let team: Team | undefined

    beforeAll(async () => {
      team = await start(settings)
    })

    afterEach(() => team?.mustBeContent())

    afterAll(() => team?.stop())

    tests(() => {
      if (!team) throw new Error('nobody is there')
      return team
    })
  }
  describe(`${name}, in Slack`, suite(bySlack))
  describe(`${name}, in Discord`, suite(byDiscord))
  describeInBrowser(`${name}, on the page`, suite(byPage))
}
