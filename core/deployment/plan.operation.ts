import type { Card, Line } from '../card/card.ts'
import { operation } from '../operation/operation.ts'
import type { Outlook } from '../operation/plan.ts'
import { instanceArgument } from '../reference/argument.ts'
import { findInstance } from '../reference/find.ts'
import { confDiff } from './conf-diff.rule.ts'
import { codeArguments, refOf } from './deploy.arguments.ts'
import { settingChanges } from './outlook.rule.ts'
import { type Planned, planned } from './planning.ts'

export const instancePlan = operation({
  id: 'instance.plan',
  summary: 'What a deploy would do at this moment, without doing it',
  examples: ['plan acme/staging', 'plan acme/production --tag v1.0'],
  arguments: { instance: instanceArgument, ...codeArguments() },
  aim: (asking, { instance }, use) => findInstance(asking, instance, use),
  least: 'viewer',
  async answer(asking, values, { row, name }) {
    const ref = refOf(values, row.instance.branch)
    const made = await planned(asking, row, name, { kind: 'deploy', ref, update: values.update })
    const { running } = made.ground
    const changes = running ? settingChanges(running.release, made.release) : []
    const conf = running ? confDiff(running.release, made.release) : []
    return { card: planCard(name, made, changes), data: { ...planData(name, made, changes), conf_changes: conf } }
  },
})

function planCard(name: string, { draft, release, commits }: Planned, changes: readonly string[]): Card {
  const moved: Line[] = release.before
    ? [
        {
          text:
            commits.length === 0
              ? 'The branch has not moved since'
              : `The branch moved ${commits.length} commits since`,
        },
      ]
    : []
  const set: Line[] = changes.map((text) => ({ tone: 'waiting', text: `Set otherwise: ${text}` }))
  return {
    title: `Plan of ${name}`,
    tone: 'waiting',
    state: 'nothing is done yet',
    lines: [...draft.lines.map((text) => ({ text })), ...moved, ...set],
    ...(commits.length === 0
      ? {}
      : {
          table: {
            columns: ['Commit', 'Author', 'Message'],
            rows: commits
              .slice(0, 10)
              .map(({ hash, author, message }) => [[{ code: hash.slice(0, 7) }], author, message]),
            empty: 'No commits',
          },
        }),
    actions: [
      {
        label: 'Deploy exactly this',
        operation: 'instance.deploy',
        arguments: { instance: name, commit: release.git.hash },
        style: 'primary',
        confirm: `Deploy ${release.git.hash.slice(0, 7)} to ${name}?`,
      },
    ],
    view: `instance plan ${name}`,
    words: [name, 'plan', 'deploy'],
  }
}

function planData(name: string, { draft, release, commits, files, why }: Planned, changes: readonly string[]) {
  const outlook: Outlook | undefined = draft.outlook
  return {
    instance: name,
    practice: release.server.practice,
    commit: release.git.hash,
    branch: release.git.branch,
    image: release.image.reference,
    image_digest: release.image.digest,
    from: outlook?.from ?? null,
    to: outlook?.to ?? null,
    way: release.way,
    why,
    commits: commits.map(({ hash, message, author, at }) => ({ hash, message, author, at })),
    files,
    modules: release.modules.update,
    skipped: release.modules.skipped,
    database: outlook?.database ?? null,
    interruption: outlook?.interruption ?? null,
    way_back: outlook?.wayBack ?? null,
    expected_ms: outlook?.expectedMs ?? null,
    setting_changes: changes,
    effects: draft.effects ?? [],
  }
}
