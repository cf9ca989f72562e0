import { Fault } from '../error.ts'
import type { Asking } from '../operation/asking.ts'
import { instanceCandidates } from '../reference/find.ts'

/** The full name of the instance that a program means by the id of it or of its environment. An id is no shortening. */
export async function instanceOf(
  asking: Asking,
  given: { environment_id?: string | undefined; instance_id?: string | undefined },
): Promise<string> {
  const { environment_id: environmentId, instance_id: instanceId } = given
  const field = instanceId === undefined ? 'environment_id' : 'instance_id'
  const id = instanceId ?? environmentId
  if (id === undefined) throw new Fault('wrong_body', { field, why: 'is missing: say this or instance_id' })
  const there = (await instanceCandidates(asking)).filter(({ instance, environment }) =>
    instanceId === undefined
      ? environment.id === id
      : instance.id === id && (environmentId === undefined || environment.id === environmentId),
  )
  const names = there.map(({ parts }) => parts.join('/'))
  const [name] = names
  if (name === undefined) throw new Fault('not_found', { what: 'instance', name: id, list: 'instance list', field })
  if (names.length > 1) throw new Fault('ambiguous', { name: id, choices: names.join(', '), field: 'instance_id' })
  return name
}
