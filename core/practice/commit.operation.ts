import { z } from 'zod'
import { Fault } from '../error.ts'
import { argument } from '../operation/argument.ts'
import { operation } from '../operation/operation.ts'
import { branchText } from '../project/arguments.ts'
import { projectEvent } from '../project/event.ts'
import { projectArgument } from '../reference/argument.ts'
import { findProject } from '../reference/find.ts'
import { isPractice } from '../server/practice.rule.ts'
import { practiceGit } from './git.ts'
import { ChangingThings } from './thing.ts'

export const practiceCommit = operation({
  id: 'practice.commit',
  summary: 'Push a commit to the repository that a project has on its practice servers',
  examples: ['practice commit acme', 'practice commit acme --message "Fix the cart" --modules sale'],
  arguments: {
    project: projectArgument,
    branch: argument(branchText.default('main'), { label: 'Branch', help: 'It is made where it is not there' }),
    message: argument(z.string().trim().min(1).max(200).default('Change something'), { label: 'Message' }),
    modules: argument(
      z
        .string()
        .trim()
        .max(500)
        .regex(/^[\w ,]*$/, 'are names of modules, separated by commas')
        .default(''),
      { label: 'Modules', help: 'Whose files it changes, separated by commas' },
    ),
  },
  aim: (asking, { project }, use) => findProject(asking, project, use),
  least: 'developer',
  effects: ['settings'],
  async change(rows, { house, now, asker }, { branch, message, modules: text }, { row, ids }) {
    const environments = await rows.environment.find({ projectId: row.id })
    const on = environments.flatMap(({ serverId }) => serverId ?? [])
    const servers = (await rows.server.find({ id: { in: on } })).filter(isPractice)
    if (servers.length === 0) throw new Fault('practice_alone', { server: row.slug })
    const modules = text.split(/[\s,]+/).filter((name) => name !== '')
    const author = asker.member?.name ?? 'somebody'
    let hash = ''
    for (const { id } of servers) {
      const things = new ChangingThings(house, rows, id, { instanceId: null, jobId: null })
      const url = row.repository
      const number = 100 + (await things.all('commit')).filter(({ data }) => data.url === url).length
      await things.put('commit', `${url}@${branch}#${number}`, {
        url,
        branch,
        number,
        message,
        author,
        modules,
        at: now,
      })
      hash = (await practiceGit(rows, id).find(url, { branch }))?.hash ?? ''
    }
    rows.tell(projectEvent(row, 'practice.committed', { branch, message, commit: hash }))
    return {
      card: {
        title: `Pushed to ${row.slug}`,
        tone: 'good',
        state: branch,
        lines: [
          { text: [{ code: hash.slice(0, 7) }, ` ${message}`] },
          { text: 'A practice repository: nothing real is touched' },
        ],
        view: `project show ${row.slug}`,
        words: [row.slug, 'practice', 'commit', hash.slice(0, 7)],
      },
      data: { project: row.slug, project_id: ids.projectId, branch, commit: hash, message, modules },
    }
  },
})
