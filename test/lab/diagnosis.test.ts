import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Json } from '../surface/api.ts'
import { Floor } from './deploy/floor.ts'
import { describeInLab } from './endpoints.ts'

/** What people are told: a refusal while it is planned, or the name of what a job failed of, each with what to do. */
interface Told {
  is: string
  todo: string
}

describeInLab('what goes wrong on a real server has its name and its remedy', (lab) => {
  let floor: Floor

  beforeAll(async () => {
    floor = await Floor.open(lab)
    floor.addons.module('acme_base', { mark: 'one' }).push('Start')
    await floor.furnish()
    await floor.project()
  }, 120_000)

  afterAll(() => floor?.close())

  async function told(line: string): Promise<Told> {
    const { body, status } = await floor.api.ask(line)
    if (status >= 400) return { is: `refused: ${body.error.code}`, todo: body.error.remedy }
    const job = await floor.ended(Number(body.job.number))
    const { diagnosis }: { diagnosis: Json } = (await floor.says(`job why ${job.number}`)).body.data
    if (!diagnosis) throw new Error(`${job.state} of nothing that is known:\n${job.lines.join('\n')}`)
    return { is: diagnosis.id, todo: diagnosis.todo.join('\n') }
  }

  interface Case {
    name: string
    /** Provoked by these lines, mended by those. */
    by?: string[]
    mend?: string[]
    deploy?: string
    is: string
    todo: RegExp
  }

  const image = (reference: string) => `version set 19.0 --image ${reference}`
  const cases: Case[] = [
    {
      name: 'the branch is not there',
      deploy: 'deploy acme/staging --branch nowhere',
      is: 'refused: no_such_code',
      todo: /branch/,
    },
    {
      name: 'the image is not there',
      by: [image(`${lab.registry.open}/odoo:nothing`)],
      mend: [image(lab.images.odoo)],
      is: 'refused: image_not_found',
      todo: /registry/,
    },
    {
      name: 'the registry wants a login',
      by: [image(`${lab.registry.private.host}/odoo:19.0`)],
      mend: [image(lab.images.odoo)],
      is: 'refused: registry_login_needed',
      todo: /registry add/,
    },
    {
      name: 'the image is for another processor',
      by: [image(lab.images.odooArmOnly)],
      mend: [image(lab.images.odoo)],
      is: 'refused: image_architecture',
      todo: /./,
    },
    {
      name: 'our user may not use the engine',
      by: ['server configure box1 --user deployer'],
      mend: ['server configure box1 --user root'],
      is: 'refused: engine_forbidden',
      todo: /docker/,
    },
  ]

  test.each(cases)('$name', async ({ by = [], mend = [], deploy = 'deploy acme/staging', is, todo }) => {
    for (const line of by) await floor.says(line)
    try {
      const found = await told(deploy)
      expect(found.is).toBe(is)
      expect(found.todo).toMatch(todo)
    } finally {
      for (const line of mend) await floor.says(line)
    }
  })
})
