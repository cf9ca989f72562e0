import type { Stage, Work } from './stage.ts'

interface Wanted<Input> extends Pick<Stage<Input>, 'retries'> {
  deadlineMs?: number
  needs?: readonly string[]
  /** What people read of where it goes. */
  to?(work: Work<Input>): string
}

/** How whatever works on a server begins. */
export function connecting<Input>({ to, deadlineMs = 60_000, needs = [], retries }: Wanted<Input> = {}): Stage<Input> {
  return {
    id: 'connecting',
    title: 'Connecting',
    description: 'Logging in, with the host key that was confirmed',
    needs,
    deadlineMs,
    ...(retries ? { retries } : {}),
    expectedMs: 800,
    everyTime: true,
    async run(work) {
      const since = work.now()
      work.say('info', `Connecting to ${to?.(work) ?? work.address?.host ?? 'the server'}...`)
      const host = await work.host()
      await host.takeOver()
      work.say('info', `SSH connection established (${((work.now() - since) / 1000).toFixed(1)}s)`)
    },
  }
}
