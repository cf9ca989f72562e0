import { z } from 'zod'
import { kinds } from '../access/level.ts'
import { type Ground, groundFor, insertEnvironment } from '../environment/new.ts'
import { Fault } from '../error.ts'
import { amountText, megabytes } from '../instance/amount.ts'
import { buildArguments, buildFrom, settingsFrom } from '../instance/build.arguments.ts'
import { insertInstance } from '../instance/new.ts'
import { argument } from '../operation/argument.ts'
import { insertOnce } from '../operation/once.ts'
import { operation } from '../operation/operation.ts'
import { findOrganization, findProject } from '../reference/find.ts'
import { placeName } from '../reference/name.ts'
import { checkedVersion } from '../version/known.ts'
import { codeText, domainText, repositoryText, typeText } from './arguments.ts'
import { projectEvent } from './event.ts'
import { copied, type Model, modelOf } from './like.ts'
import { projectCard, projectData } from './project.card.ts'
import type { Project } from './project.ts'
import { readProject } from './read.ts'

const project = { step: 'Project' }
const environment = { step: 'Environment' }
const build = { step: 'Build' }
const details = { step: 'Details' }

interface Looked {
  ground: Ground
  model: Model | null
}

export const projectCreate = operation({
  id: 'project.create',
  summary: 'Make a project; all but its name can follow later',
  examples: [
    'project create acme --repo https://git.example/acme.git',
    'project create acme --environment staging --server box1 --create-app --version 19.0',
    'project create beta --like acme',
  ],
  arguments: {
    name: argument(placeName, {
      label: 'Name',
      help: 'The prefix of all that belongs to it: people write `acme/staging`',
      positional: true,
      ...project,
    }),
    repo: argument(repositoryText.optional(), {
      label: 'Repository',
      help: 'https://git.example/acme.git',
      ...project,
    }),
    domain_provider: argument(z.string().trim().max(40).optional(), {
      label: 'Domain provider',
      help: 'Who keeps its domains: `cloudflare`',
      ...project,
    }),
    environment: argument(z.enum(kinds).optional(), {
      label: 'First environment',
      help: 'Production, staging or development',
      ...project,
    }),
    server: argument(z.string().trim().max(200).optional(), {
      label: 'Server',
      help: 'The server that the environment stands on',
      completes: 'server',
      ...environment,
    }),
    database: argument(z.string().trim().max(40).optional(), {
      label: 'Database',
      help: 'A PostgreSQL server of the organization; a container beside each instance unless named',
      ...environment,
    }),
    cpu: argument(z.coerce.number().min(0.25).max(128).optional(), {
      label: 'CPU',
      help: 'Cores of the first app',
      ...environment,
    }),
    memory: argument(amountText.optional(), { label: 'Memory', help: 'Of the first app, like 4G', ...environment }),
    create_app: argument(z.boolean().default(false), {
      label: 'Create app',
      help: 'Make a first instance in it',
      ...environment,
    }),
    prefix: argument(placeName.optional(), {
      label: 'Prefix',
      help: 'The name of the first app: `v19` after its version unless named',
      ...build,
    }),
    ...buildArguments(build.step),
    automatic_install: argument(z.boolean().default(false), {
      label: 'Automatic install',
      help: 'New modules are installed by a deploy',
      ...build,
    }),
    coverage: argument(z.boolean().default(false), {
      label: 'Coverage',
      help: 'Tests are run and their coverage measured',
      ...build,
    }),
    organization: argument(z.string().trim().max(200).optional(), {
      label: 'Organization',
      help: 'The default one unless named',
      completes: 'organization',
      ...details,
    }),
    like: argument(z.string().trim().max(200).optional(), {
      label: 'Like',
      help: 'A project to copy environments, settings and variables from; no secrets',
      completes: 'project',
      ...details,
    }),
    apps_domain: argument(domainText.optional(), {
      label: 'Apps domain',
      help: 'Instances without a domain are called {instance}-{project} below it',
      ...details,
    }),
    code: argument(codeText.optional(), { label: 'Code', help: 'Short, for reports: `ACM`', ...details }),
    type: argument(typeText.optional(), { label: 'Type', help: 'What kind of project it is', ...details }),
  },
  aim: (asking, { organization }, use) => findOrganization(asking, organization, use),
  least: 'admin',
  effects: ['settings'],
  async look(asking, values, { row }): Promise<Looked> {
    refuseHalf(values)
    const { server, database, like } = values
    return {
      ground: await groundFor(asking, row.id, { server, database }),
      model: like ? await modelOf(asking, (await findProject(asking, like, 'read')).row) : null,
    }
  },
  async change(rows, { house, now }, values, { row }, seen) {
    const like = seen?.model?.project
    const version = values.version === undefined ? undefined : await checkedVersion(rows, values.version)
    const slug = values.name
    const made: Project = {
      id: house.chance.id(),
      organizationId: row.id,
      slug,
      name: slug,
      repository: values.repo ?? like?.repository ?? '',
      code: values.code ?? codeOf(slug),
      type: values.type ?? like?.type ?? 'odoo',
      appsDomain: values.apps_domain ?? like?.appsDomain ?? null,
      settings: {
        ...like?.settings,
        ...(values.domain_provider === undefined ? {} : { domainProvider: values.domain_provider }),
        build: { ...like?.settings.build, ...buildFrom({ ...values, version }) },
      },
      state: 'active',
      createdAt: now,
    }
    await insertOnce(`a project called ${made.slug}`, 'name', () => rows.project.insert(made))
    rows.tell(projectEvent(made, 'project.created', { like: like?.slug ?? null }))
    if (seen?.model) await copied(house, rows, made, seen.model)
    if (values.environment) {
      const ground = seen?.ground ?? { server: null, database: null }
      const { automatic_install: automaticInstall, coverage } = values
      const first = await insertEnvironment(house, rows, made, values.environment, ground, {
        automaticInstall,
        coverage,
      })
      if (values.create_app && version !== undefined) {
        const { cpu, memory, prefix } = values
        await insertInstance(
          house,
          rows,
          { project: made, environment: first },
          {
            name: prefix,
            version,
            branch: values.branch,
            size: {
              ...(cpu === undefined ? {} : { cpu }),
              ...(memory === undefined ? {} : { memoryMb: megabytes(memory) }),
            },
            settings: settingsFrom(values),
          },
        )
      }
    }
    const whole = await readProject(rows, made)
    return { card: projectCard(whole, { fresh: true }), data: projectData(whole) }
  },
})

interface Half {
  environment?: string | undefined
  like?: string | undefined
  server?: string | undefined
  database?: string | undefined
  version?: string | undefined
  create_app: boolean
}

/** What belongs to an environment needs one, and a first app needs a version. */
function refuseHalf({ environment, like, server, database, version, create_app }: Half): void {
  const wrong = (field: string, why: string) =>
    new Fault('invalid_arguments', { operation: 'project create', field, why })
  if (!environment && (server || database || create_app)) {
    throw wrong('environment', 'is needed: say production, staging or development')
  }
  if (environment && like) throw wrong('environment', 'comes from the other project: leave it out, or `like`')
  if (create_app && !version) throw wrong('version', 'is needed for the first app, like 19.0')
}

/** `acme-shop` is ACMESHOP, until somebody says otherwise. */
function codeOf(name: string): string {
  return name.replaceAll('-', '').slice(0, 10).toUpperCase().padEnd(2, 'X')
}
