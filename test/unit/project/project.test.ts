import { describe, expect, test } from 'vitest'
import { formOf } from '../../../core/form/from.ts'
import { projectCreate } from '../../../core/project/create.operation.ts'
import { type TestHouse, testHouse } from '../house.ts'
import { snapshot, withAcme } from './acme.ts'

async function places(house: TestHouse) {
  const { project, environment, instance, variable } = house.store.reading
  return {
    projects: await project.find({}, { order: ['slug'] }),
    environments: await environment.find(),
    instances: await instance.find(),
    variables: await variable.find(),
  }
}

describe('project.create', () => {
  test('needs a name and nothing else', async () => {
    const house = await testHouse()
    const admin = await house.person('ada', 'admin')
    const { data, card } = await house.asks(admin, 'project.create', {
      name: 'acme',
      repo: 'https://git.example/acme.git',
    })
    expect(data).toMatchObject({
      slug: 'acme',
      code: 'ACME',
      type: 'odoo',
      repository: 'https://git.example/acme.git',
      environments: [],
    })
    expect(card.title).toBe('acme')
    expect((await places(house)).projects).toHaveLength(1)
    const missing = await house.refuses(admin, 'project.create', {})
    expect(missing).toMatchObject({ code: 'missing_arguments', field: 'name' })
  })

  test('asks its four steps on pages of at most five fields', () => {
    const form = formOf(projectCreate, {})
    const steps = [...new Set(form.pages.map(({ title }) => title))]
    expect(steps).toEqual(['Project', 'Environment', 'Build', 'Details'])
    expect(Math.max(...form.pages.map(({ fields }) => fields.length))).toBeLessThanOrEqual(5)
    expect(form.pages[0]?.fields.map(({ name }) => name)).toEqual(['name', 'repo', 'domain_provider', 'environment'])
  })

  test('makes the first environment and app on the way, with what was said of the build', async () => {
    const { house, admin } = await withAcme()
    const { data } = await house.asks(admin, 'project.create', {
      name: 'beta',
      domain_provider: 'cloudflare',
      environment: 'staging',
      server: 'box1',
      create_app: true,
      version: '18',
      edition: 'enterprise',
      branch: '18.0',
      memory: '4G',
      cpu: 3,
      oca_queue: true,
      excluded_addons: 'sale, crm',
      automatic_install: true,
      coverage: true,
      apps_domain: 'apps.example.com',
      code: 'bet',
    })
    expect(data).toMatchObject({
      code: 'BET',
      domain_provider: 'cloudflare',
      build: {
        version: '18.0',
        edition: 'enterprise',
        branch: '18.0',
        ocaQueue: true,
        excludedAddons: ['sale', 'crm'],
      },
      environments: [
        {
          kind: 'staging',
          server: 'box1',
          deployed: 0,
          total: 1,
          instances: [{ name: 'v18', domain: 'v18-beta.apps.example.com', state: 'draft' }],
        },
      ],
    })
    const { environments, instances } = await places(house)
    expect(environments.find(({ serverId }) => serverId)?.automation).toBeDefined()
    expect(instances.find(({ name }) => name === 'v18')).toMatchObject({
      branch: '18.0',
      size: { cpu: 3, memoryMb: 4096, diskGb: 20 },
      settings: { edition: 'enterprise', ocaQueue: true, excludedAddons: ['sale', 'crm'] },
    })
  })

  test('copies another project without its secrets', async () => {
    const { house, admin } = await withAcme()
    await house.asks(admin, 'project.configure', { project: 'acme', notes: 'careful', apps_domain: 'apps.example.com' })
    await house.asks(admin, 'environment.automate', { environment: 'acme/staging', update_type: 'update' })
    await house.asks(admin, 'variable.set', { instance: 'acme/staging', name: 'SMTP_HOST', value: 'mail.test' })
    await house.asks(admin, 'variable.set', {
      instance: 'acme/staging',
      name: 'SMTP_PASSWORD',
      secret_value: 'hunter2',
    })
    const { data } = await house.asks(admin, 'project.create', { name: 'beta', like: 'acme' })
    expect(data).toMatchObject({
      notes: 'careful',
      apps_domain: 'apps.example.com',
      repository: 'https://git.example/acme.git',
    })
    const { projects, environments, instances, variables } = await places(house)
    const beta = projects.find(({ slug }) => slug === 'beta')
    const own = environments.filter(({ projectId }) => projectId === beta?.id)
    expect(own.map(({ kind }) => kind).sort()).toEqual(['production', 'staging'])
    expect(own.find(({ kind }) => kind === 'staging')?.automation.updateType).toBe('update')
    const staging = instances.find(
      ({ environmentId }) => environmentId === own.find(({ kind }) => kind === 'staging')?.id,
    )
    expect(staging).toMatchObject({ name: 'v19', state: 'draft', domain: 'v19-beta-staging.apps.example.com' })
    expect(variables.filter(({ instanceId }) => instanceId === staging?.id)).toMatchObject([
      { name: 'SMTP_HOST', value: 'mail.test', secret: false },
    ])
  })

  test('refuses what is wrong, and keeps nothing of it', async () => {
    const { house, admin } = await withAcme()
    const before = await snapshot(house)
    const refused: [Record<string, unknown>, { code: string; field?: string }][] = [
      [{ name: 'acme' }, { code: 'already_there', field: 'name' }],
      [{ name: 'Acme Ltd' }, { code: 'invalid_arguments', field: 'name' }],
      [{ name: 'production' }, { code: 'invalid_arguments', field: 'name' }],
      [
        { name: 'beta', repo: 'https://bot:hunter2@git.example/acme.git' },
        { code: 'invalid_arguments', field: 'repo' },
      ],
      [
        { name: 'beta', repo: '--upload-pack=touch' },
        { code: 'invalid_arguments', field: 'repo' },
      ],
      [
        { name: 'beta', server: 'box1' },
        { code: 'invalid_arguments', field: 'environment' },
      ],
      [
        { name: 'beta', environment: 'staging', create_app: true },
        { code: 'invalid_arguments', field: 'version' },
      ],
      [
        { name: 'beta', environment: 'staging', create_app: true, version: '13.0' },
        { code: 'invalid_arguments', field: 'version' },
      ],
      [{ name: 'beta', environment: 'staging', server: 'box9' }, { code: 'not_found' }],
      [
        { name: 'beta', environment: 'staging', database: 'pg9' },
        { code: 'not_found', field: 'database' },
      ],
      [{ name: 'beta', like: 'nothing' }, { code: 'not_found' }],
      [
        { name: 'beta', like: 'acme', environment: 'staging' },
        { code: 'invalid_arguments', field: 'environment' },
      ],
      [{ name: 'beta', organization: 'elsewhere' }, { code: 'not_found' }],
      [
        { name: 'beta', colour: 'red' },
        { code: 'invalid_arguments', field: 'colour' },
      ],
    ]
    for (const [given, told] of refused)
      expect(await house.refuses(admin, 'project.create', given), JSON.stringify(given)).toMatchObject(told)
    expect(await snapshot(house)).toEqual(before)
  })

  test('is an admin’s, and a stranger’s least of all', async () => {
    const { house, maintainer, stranger, outsider } = await withAcme()
    expect(await house.refuses(maintainer, 'project.create', { name: 'beta' })).toMatchObject({
      code: 'not_allowed',
      status: 403,
    })
    expect(await house.refuses(outsider, 'project.create', { name: 'beta' })).toMatchObject({ code: 'not_found' })
    expect(await house.refuses(stranger, 'project.create', { name: 'beta' })).toMatchObject({ code: 'unknown_person' })
  })
})

describe('a project', () => {
  test('is listed and shown to those who see it alone', async () => {
    const { house, viewer, outsider } = await withAcme()
    expect((await house.asks(viewer, 'project.list')).data).toMatchObject({ projects: [{ slug: 'acme' }], total: 1 })
    expect((await house.asks(outsider, 'project.list')).data).toMatchObject({ projects: [], total: 0 })
    expect((await house.asks(viewer, 'project.show', { project: 'acm' })).data).toMatchObject({ slug: 'acme' })
    const hidden = await house.refuses(outsider, 'project.show', { project: 'acme' })
    expect(hidden).toEqual({
      ...(await house.refuses(outsider, 'project.show', { project: 'nothing' })),
      message: hidden.message,
    })
    expect(hidden.code).toBe('not_found')
  })

  test('is configured by a maintainer', async () => {
    const { house, maintainer, viewer } = await withAcme()
    const { data } = await house.asks(maintainer, 'project.configure', {
      project: 'acme',
      code: 'ac1',
      apps_domain: 'Apps.Example.com',
      title: 'Acme *Ltd*',
    })
    expect(data).toMatchObject({ code: 'AC1', apps_domain: 'apps.example.com', name: 'Acme *Ltd*', slug: 'acme' })
    expect(
      (await house.asks(maintainer, 'project.configure', { project: 'acme', apps_domain: '-' })).data,
    ).toMatchObject({ apps_domain: null })
    const before = await snapshot(house)
    expect(await house.refuses(viewer, 'project.configure', { project: 'acme', code: 'X1' })).toMatchObject({
      code: 'not_allowed',
    })
    expect(await house.refuses(maintainer, 'project.configure', { project: 'acme' })).toMatchObject({
      code: 'missing_arguments',
    })
    expect(await house.refuses(maintainer, 'project.configure', { project: 'acm', code: 'X1' })).toMatchObject({
      code: 'not_found',
    })
    expect(
      await house.refuses(maintainer, 'project.configure', { project: 'acme', apps_domain: 'no domain' }),
    ).toMatchObject({ field: 'apps_domain' })
    expect(await snapshot(house)).toEqual(before)
  })

  test('is put away and brought back, and makes nothing new meanwhile', async () => {
    const { house, admin } = await withAcme()
    await house.asks(admin, 'project.archive', { project: 'acme' })
    expect((await house.asks(admin, 'project.list')).data).toMatchObject({ projects: [] })
    expect((await house.asks(admin, 'project.list', { archived: true })).data).toMatchObject({
      projects: [{ slug: 'acme', state: 'archived' }],
    })
    expect(await house.refuses(admin, 'environment.create', { environment: 'acme/development' })).toMatchObject({
      code: 'state_forbids',
    })
    expect(
      await house.refuses(admin, 'instance.create', { environment: 'acme/staging', version: '18.0' }),
    ).toMatchObject({ code: 'state_forbids' })
    expect(await house.refuses(admin, 'project.archive', { project: 'acme' })).toMatchObject({ code: 'state_forbids' })
    await house.asks(admin, 'project.unarchive', { project: 'acme' })
    expect((await house.asks(admin, 'project.list')).data).toMatchObject({
      projects: [{ slug: 'acme', state: 'active' }],
    })
  })

  test('is deleted by typing its name, while nothing of it is deployed', async () => {
    const { house, admin, developer } = await withAcme()
    const project = await house.store.reading.project.one({ slug: 'acme' })
    const before = await snapshot(house)
    expect(await house.refuses(admin, 'project.delete', { project: 'acme' })).toMatchObject({
      code: 'unconfirmed',
      remedy: 'Confirm by typing acme: in a text by `--confirm acme`.',
    })
    expect(await house.refuses(admin, 'project.delete', { project: 'acme', confirm: 'yes' })).toMatchObject({
      code: 'unconfirmed',
    })
    expect(await house.refuses(developer, 'project.delete', { project: 'acme', confirm: 'acme' })).toMatchObject({
      code: 'not_allowed',
    })
    await house.store.write((rows) => rows.instance.update({ name: 'v19' }, { state: 'deployed' }))
    expect(await house.refuses(admin, 'project.delete', { project: 'acme', confirm: 'acme' })).toMatchObject({
      code: 'state_forbids',
    })
    expect(await house.refuses(admin, 'project.archive', { project: 'acme' })).toMatchObject({ code: 'state_forbids' })
    await house.store.write((rows) => rows.instance.update({ name: 'v19' }, { state: 'draft' }))
    expect(await snapshot(house)).toEqual(before)
    await house.asks(admin, 'project.delete', { project: 'acme', confirm: 'acme' })
    expect(await places(house)).toEqual({ projects: [], environments: [], instances: [], variables: [] })
    expect(await house.store.reading.grant.count({ scope: 'project', scopeId: project?.id ?? '' })).toBe(0)
  })
})
