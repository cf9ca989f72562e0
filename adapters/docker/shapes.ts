import type { Container, Engine } from '../../core/ports/containers.ts'

/** The boundary to what the engine answers: read here, field by field, and nowhere else. */

export function engineVersion(body: unknown): Engine {
  const said = object(body)
  return { version: text(said['Version']), apiVersion: text(said['ApiVersion']), architecture: text(said['Arch']) }
}

export function containerList(body: unknown): Container[] {
  if (!Array.isArray(body)) return []
  return body.map((entry: unknown) => {
    const said = object(entry)
    const names = Array.isArray(said['Names']) ? said['Names'] : []
    return {
      id: text(said['Id']),
      name: text(names[0]).replace(/^\//, ''),
      image: text(said['Image']),
      state: text(said['State']),
      labels: Object.fromEntries(Object.entries(object(said['Labels'])).map(([name, value]) => [name, text(value)])),
    }
  })
}

function object(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === 'object' ? { ...value } : {}
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
