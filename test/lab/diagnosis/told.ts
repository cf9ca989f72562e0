import type { Json } from '../../surface/api.ts'
import type { Floor } from '../deploy/floor.ts'

/** What people are told of what went wrong: before there is a job, or by it. */
export interface Told {
  /** `refused: <code>`, or the name of the failure. */
  is: string
  number: number | null
  /** What happened and what to do, in one text. */
  text: string
  /** What its buttons do. */
  buttons: string[]
  lines: string[]
}

export async function told(floor: Floor, line = 'deploy acme/staging'): Promise<Told> {
  const { body, status } = await floor.api.ask(line)
  if (status < 400) return ofJob(floor, Number(body.job.number))
  const { code, message, remedy, actions = [] } = body.error
  const text = `${message}\n${remedy}`
  return { is: `refused: ${code}`, number: null, text, buttons: operations(actions), lines: [] }
}

async function ofJob(floor: Floor, number: number): Promise<Told> {
  const job = await floor.ended(number)
  const { body } = await floor.says(`job why ${number}`)
  const diagnosis: Json = body.data.diagnosis
  if (!diagnosis) {
    const failure = JSON.stringify(job.failure)
    throw new Error(`#${number} ${job.state} of nothing that is known: ${failure}\n${job.lines.join('\n')}`)
  }
  const causes = [...diagnosis.causes, ...diagnosis.todo].join('\n')
  const text = `${job.failure?.message ?? ''}\n${job.failure?.remedy ?? ''}\n${causes}`
  return { is: diagnosis.id, number, text, buttons: operations(body.card.actions), lines: job.lines }
}

function operations(actions: readonly Json[]): string[] {
  return actions.flatMap(({ operation }) => (operation === undefined ? [] : [operation]))
}
