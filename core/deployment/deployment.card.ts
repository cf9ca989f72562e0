import type { Action, Card, Field, Text } from '../card/card.ts'
import { toneSymbols } from '../card/card.ts'
import { jobTones } from '../job/job.card.ts'
import { lasted } from '../job/lasted.ts'
import type { Deployment } from './deployment.ts'
import type { DeploymentFound } from './find.ts'

/** What stands beside the message of its job. */
export function deploymentFields(deployment: Deployment): Field[] {
  const { version, kind, imageTag, message } = deployment
  return [
    { label: 'Version', value: `${version} · ${kind}, ${triggerWords(deployment)}` },
    { label: 'Image', value: [{ code: imageTag }] },
    ...(message ? [{ label: 'Commit', value: message }] : []),
  ]
}

export function deploymentRow({ deployment, job }: DeploymentFound): Text[] {
  const ran = job.startedAt !== null && job.finishedAt !== null
  return [
    `#${job.number}`,
    job.target,
    `${deployment.kind} ${deployment.version}`,
    [{ code: shortCommit(deployment) }, ` ${deployment.branch}`],
    `${toneSymbols[jobTones[job.state]]} ${job.state}`,
    ran ? lasted((job.finishedAt ?? 0) - (job.startedAt ?? 0)) : '–',
    [{ age: job.createdAt }],
  ]
}

export const deploymentColumns = ['Deployment', 'On', 'What', 'Commit', 'State', 'Took', 'Asked']

/** In a few lines, where one deployment stands for its place. */
export function latestCard({ deployment, job }: DeploymentFound, name: string): Card {
  const number = String(job.number)
  const look = (label: string, operation: string): Action => ({
    label,
    operation,
    arguments: { deployment: number },
  })
  return {
    title: `Latest deployment of ${name}: #${job.number}`,
    tone: jobTones[job.state],
    state: job.state,
    lines: [
      {
        text: [`${deployment.kind} ${deployment.version} to `, ...releaseText(deployment)],
        note: [{ age: job.createdAt }],
      },
      ...(job.failure && job.state !== 'running'
        ? [{ tone: jobTones[job.state], text: job.failure.message }, { text: job.failure.remedy }]
        : []),
    ],
    actions: [look('Show', 'deployment.show'), look('Logs', 'deployment.logs')],
    view: `deployment show ${job.number}`,
    words: [job.target, `#${job.number}`, job.state],
  }
}

function releaseText(deployment: Deployment): Exclude<Text, string> {
  return [{ code: shortCommit(deployment) }, ` on ${deployment.branch}`]
}

function shortCommit({ commit }: Deployment): string {
  return commit.slice(0, 7)
}

function triggerWords({ trigger }: Deployment): string {
  const words: Record<Deployment['trigger'], string> = {
    manual: 'asked for',
    schedule: 'by schedule',
    push: 'by a push',
    retry: 'a retry',
    automatic: 'by itself',
  }
  return words[trigger]
}
