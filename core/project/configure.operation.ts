import { z } from 'zod'
import { Fault } from '../error.ts'
import { said } from '../form/said.ts'
import { policyArguments, policyFrom, saidPolicy } from '../gate/policy.arguments.ts'
import { buildArguments, buildFrom } from '../instance/build.arguments.ts'
import { argument } from '../operation/argument.ts'
import { operation } from '../operation/operation.ts'
import { projectArgument } from '../reference/argument.ts'
import { findProject } from '../reference/find.ts'
import { checkedVersion } from '../version/known.ts'
import { codeText, domainText, notesText, repositoryText, typeText } from './arguments.ts'
import { projectEvent } from './event.ts'
import { projectCard, projectData } from './project.card.ts'
import type { Project } from './project.ts'
import { readProject } from './read.ts'

export const projectConfigure = operation({
  id: 'project.configure',
  summary: 'Change what a project is called and set to',
  examples: [
    'project configure acme --apps-domain apps.example.com --code ACM',
    'project configure acme --title "Acme Ltd"',
    'project configure acme --approvers 2 --approval-expires 4h --approval-level maintainer --emergency',
  ],
  arguments: {
    project: projectArgument,
    title: argument(z.string().trim().min(1).max(80).optional(), { label: 'Title', help: 'How it is called in cards' }),
    repo: argument(repositoryText.optional(), { label: 'Repository' }),
    domain_provider: argument(z.string().trim().max(40).optional(), { label: 'Domain provider' }),
    apps_domain: argument(domainText.or(z.literal('-')).optional(), {
      label: 'Apps domain',
      help: 'Instances without a domain are called {instance}-{project} below it; a dash alone takes it away',
    }),
    code: argument(codeText.optional(), { label: 'Code' }),
    type: argument(typeText.optional(), { label: 'Type' }),
    notes: argument(notesText.optional(), { label: 'Notes', long: true }),
    ...buildArguments('Build'),
    ...policyArguments('Approvals'),
  },
  aim: (asking, { project }, use) => findProject(asking, project, use),
  least: 'maintainer',
  effects: ['settings'],
  current: (_asking, { row }) =>
    Promise.resolve(
      said({
        title: row.name,
        repo: row.repository,
        domain_provider: row.settings.domainProvider,
        apps_domain: row.appsDomain,
        code: row.code,
        type: row.type,
        notes: row.settings.notes,
        ...saidPolicy(row.settings.policy),
      }),
    ),
  async change(rows, _asking, values, { row, name }) {
    const before = await rows.project.one({ id: row.id })
    if (!before) throw new Fault('not_found', { what: 'project', name, list: 'project list' })
    const { project: _reference, ...given } = values
    const changed = Object.entries(given)
      .filter(([, value]) => value !== undefined)
      .map(([key]) => key)
    if (changed.length === 0) {
      throw new Fault('missing_arguments', {
        operation: 'project configure',
        field: 'title',
        fields: 'something to change',
        usage: 'project configure <project> --apps-domain <domain> …',
      })
    }
    const version = values.version === undefined ? undefined : await checkedVersion(rows, values.version)
    const patch: Partial<Project> = {
      name: values.title ?? before.name,
      repository: values.repo ?? before.repository,
      code: values.code ?? before.code,
      type: values.type ?? before.type,
      appsDomain: values.apps_domain === '-' ? null : (values.apps_domain ?? before.appsDomain),
      settings: {
        ...before.settings,
        ...(values.domain_provider === undefined ? {} : { domainProvider: values.domain_provider }),
        ...(values.notes === undefined ? {} : { notes: values.notes }),
        build: { ...before.settings.build, ...buildFrom({ ...values, version }) },
        policy: { ...before.settings.policy, ...policyFrom(values) },
      },
    }
    await rows.project.update({ id: before.id }, patch)
    rows.tell(projectEvent(before, 'project.configured', { changed }))
    const whole = await readProject(rows, { ...before, ...patch })
    return { card: projectCard(whole), data: projectData(whole) }
  },
})
