import { factsOf, type Shape } from '../operation/argument.ts'
import type { Asking } from '../operation/asking.ts'

/** What a bound channel stands for where somebody only looks and names nothing: `project show` in the channel of acme. */
export async function withBound(
  { binding, reading }: Asking,
  shape: Shape,
  given: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, unknown>>> {
  const missing = binding && Object.entries(shape).find(([name, type]) => given[name] === undefined && isPlace(type))
  if (!missing) return given
  const project = await reading.project.one({ id: binding.projectId })
  const environment = binding.environmentId ? await reading.environment.one({ id: binding.environmentId }) : null
  if (!project) return given
  const [name, type] = missing
  const inIt = environment && factsOf(type).completes !== 'project'
  return { ...given, [name]: inIt ? `${project.slug}/${environment.kind}` : project.slug }
}

function isPlace(type: Shape[string]): boolean {
  const { completes, positional } = factsOf(type)
  const place = completes === 'project' || completes === 'environment' || completes === 'instance'
  return positional === true && place && !type.safeParse(undefined).success
}
