import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeInLab } from '../endpoints.ts'
import { wellDone } from '../own-server.ts'
import { Floor, type Job } from './floor.ts'

const patienceMs = 300_000

describeInLab('when PostgreSQL restarts under what serves, and when it does not', (lab) => {
  let floor: Floor
  let instance = ''
  let registry = ''

  const shell = async (line: string) => wellDone(await floor.server.exec('sh', '-c', line)).output.trim()
  /** An image of PostgreSQL as somebody's registry has it, with what is done to it before. */
  const image = async (tag: string, script = 'true') => {
    const change = `--change 'ENTRYPOINT ["docker-entrypoint.sh"]' --change 'CMD ["postgres"]' --change 'USER root'`
    const made = `docker run --name changed --user 0:0 --entrypoint sh ${lab.images.postgres} -c "$0"`
    const line = `${made} && docker commit ${change} changed ${registry}/${tag} && docker rm changed && docker push ${registry}/${tag}`
    wellDone(await floor.server.exec('sh', '-c', line, script))
    return `${registry}/${tag}`
  }
  /** `postgres` of that image does this instead. */
  const posing = (script: string) =>
    `printf '#!/bin/sh\\n${script}\\n' > /usr/local/bin/postgres && chmod 755 /usr/local/bin/postgres`
  const containers = () =>
    shell(`docker inspect -f '{{.Id}} {{.State.StartedAt}}' ${instance}_db ${instance}_pgbouncer`)
  const serves = async (mark: string) =>
    expect((await floor.visit('/web/login')).text).toContain(`acme_base=19.0.1.0.0:${mark}`)
  const plan = async (): Promise<string> => (await floor.says('plan acme/staging')).text
  const set = (reference: string) => floor.says(`platform configure --postgres-image ${reference}`)
  const failed = ({ state, failure }: Job) => ({ state, code: failure?.code })
  let ours = ''

  beforeAll(async () => {
    floor = await Floor.ready(lab)
    registry = `${lab.images.postgres.split('/')[0]}/${floor.server.name}`
    ours = await image('postgres:15')
    await set(ours)
    instance = (await floor.done('deploy acme/staging')).instance_id
  }, patienceMs)

  afterAll(() => floor?.close())

  test(
    'a tag that moved is nothing to it, neither forth nor back',
    async () => {
      const before = await containers()
      await image('postgres:15', 'echo another > /another')
      floor.addons.write('README.md', 'Other words\n').push('A text')
      expect(await plan()).toContain('Interruption: none')
      await floor.done('deploy acme/staging')
      await floor.done('rollback acme/staging')
      expect(await containers()).toBe(before)
      await serves('one')
    },
    patienceMs,
  )

  test(
    'another major version is not taken: by its name nobody asks for it, by what it says it is refused before anything stops',
    async () => {
      const before = await containers()
      await set(await image('postgres:16'))
      const planned = await plan()
      expect(planned).toMatch(/PostgreSQL stays 15: \S+postgres:16, which is set, does not begin on its data/)
      expect(planned).toContain('Interruption: none')
      await floor.done('deploy acme/staging --unlock')
      expect(await containers()).toBe(before)
      await set(await image('database:next', posing('echo "postgres (PostgreSQL) 16.4"')))
      const job = await floor.job('deploy acme/staging --unlock')
      expect(failed(job)).toEqual({ state: 'failed', code: 'postgres_major' })
      expect(await containers()).toBe(before)
      await serves('one')
    },
    patienceMs,
  )

  test(
    'one that does not begin gives way to the one from before, and what serves serves on',
    async () => {
      const broken = 'case $1 in --version) echo "postgres (PostgreSQL) 15.1" ;; *) exit 3 ;; esac'
      await set(await image('database:broken', posing(broken)))
      expect(await plan()).toMatch(/PostgreSQL restarts, because its image is \S+database:broken now, in place of/)
      const was = await shell(`docker inspect -f '{{.Config.Image}}' ${instance}_db`)
      const job = await floor.job('deploy acme/staging --unlock')
      expect(job.state).toBe('failed')
      expect(job.lines.join('\n')).toContain('PostgreSQL runs again as it did before')
      expect(await shell(`docker inspect -f '{{.Config.Image}}' ${instance}_db`)).toBe(was)
      await serves('one')
    },
    patienceMs,
  )

  test(
    'another size restarts it: the plan says so, and the deploy after that leaves it alone',
    async () => {
      await set(ours)
      const before = await containers()
      await floor.says('instance size acme/staging --memory 1200M')
      expect(await plan()).toMatch(
        /PostgreSQL restarts, because it gets .* MB in place of .* MB.*Interruption: requests wait or fail for some seconds/s,
      )
      await floor.done('deploy acme/staging --unlock')
      const after = await containers()
      expect(after).not.toBe(before)
      await serves('one')
      expect(await plan()).toContain('Interruption: none')
      await floor.done('deploy acme/staging')
      expect(await containers()).toBe(after)
    },
    patienceMs,
  )

  test(
    'where it was stopped nobody guesses what a deploy would do: the command that starts it is said',
    async () => {
      await shell(`docker stop ${instance}_db`)
      const { error } = (await floor.api.ask('deploy acme/staging')).body
      expect(error).toMatchObject({ code: 'database_stopped', message: expect.stringContaining('_db is exited') })
      await shell(/`(docker start [^`]+)`/.exec(error.remedy)?.[1] ?? 'false')
      const code = async () => (await floor.api.ask('plan acme/staging')).text
      await expect.poll(code, { timeout: 60_000 }).toContain('Code only')
    },
    patienceMs,
  )
})
