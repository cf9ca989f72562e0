import type { Container, Engine } from '../../core/ports/containers.ts'

/** The boundary to what the engine answers: read here, field by field, and nowhere else. */

export function engineVersion(body: unknown): Engine {
  const said = object(body)
  return { version: text(said['Version']), apiVersion: text(said['ApiVersion']), architecture: text(said['Arch']) }
}

export function containerList(body: unknown): Container[] {
  return list(body).map((entry) => {
    const said = object(entry)
    return {
      id: text(said['Id']),
      name: text(list(said['Names'])[0]).replace(/^\//, ''),
      image: text(said['Image']),
      state: text(said['State']),
      labels: texts(said['Labels']),
    }
  })
}

/** Who has which ports of the server. */
export function publishers(body: unknown): { name: string; ports: number[] }[] {
  return list(body).map((entry) => ({
    name: text(list(object(entry)['Names'])[0]).replace(/^\//, ''),
    ports: list(object(entry)['Ports']).map((port) => number(object(port)['PublicPort'])),
  }))
}

/** A container looked at closely. */
export interface Inspected extends Container {
  addresses: Record<string, string>
  networks: string[]
  exitCode: number
  oomKilled: boolean
  error: string
  restarts: number
  memoryBytes: number
}

export function inspected(body: unknown): Inspected {
  const said = object(body)
  const [state, config, settings] = [object(said['State']), object(said['Config']), object(said['NetworkSettings'])]
  const networks = Object.entries(object(settings['Networks']))
  const running = text(state['Status']) === 'running'
  return {
    id: text(said['Id']),
    name: text(said['Name']).replace(/^\//, ''),
    image: text(config['Image']),
    state: text(state['Status']),
    labels: texts(config['Labels']),
    ...(running ? { process: number(state['Pid']) } : {}),
    networks: networks.map(([name]) => name),
    addresses: Object.fromEntries(
      networks
        .map(([name, one]) => [name, text(object(one)['IPAddress'])] as const)
        .filter(([, address]) => running && address !== ''),
    ),
    exitCode: number(state['ExitCode']),
    oomKilled: state['OOMKilled'] === true,
    error: text(state['Error']),
    restarts: number(said['RestartCount']),
    memoryBytes: number(object(said['HostConfig'])['Memory']),
  }
}

export interface FoundNetwork {
  id: string
  name: string
  labels: Record<string, string>
  created: string
  subnets: string[]
}

export function networkList(body: unknown): FoundNetwork[] {
  return list(body).map((entry) => {
    const said = object(entry)
    return {
      id: text(said['Id']),
      name: text(said['Name']),
      labels: texts(said['Labels']),
      created: text(said['Created']),
      subnets: list(object(said['IPAM'])['Config']).map((one) => text(object(one)['Subnet'])),
    }
  })
}

export function namedThing(body: unknown): { name: string; labels: Record<string, string> } {
  const said = object(body)
  return { name: text(said['Name']), labels: texts(said['Labels']) }
}

export function volumeThing(body: unknown): { name: string; labels: Record<string, string>; place?: string } {
  const place = object(body)['Mountpoint']
  return { ...namedThing(body), ...(typeof place === 'string' ? { place } : {}) }
}

/** What things of a list are called by the engine itself. */
export function identities(body: unknown): string[] {
  return list(body).map((entry) => text(object(entry)['Id']))
}

export interface FoundImage {
  id: string
  /** `name@sha256:…` */
  digests: string[]
  tags: string[]
  architecture: string
  /** Whom it runs as; empty for root. */
  user: string
}

export function image(body: unknown): FoundImage {
  const said = object(body)
  return {
    id: text(said['Id']),
    digests: list(said['RepoDigests']).map(text),
    tags: list(said['RepoTags']).map(text),
    architecture: text(said['Architecture']),
    user: text(object(said['Config'])['User']),
  }
}

/** What a registry says of a name. */
export function distribution(body: unknown): { digest: string; platforms: { architecture: string }[] } {
  const said = object(body)
  return {
    digest: text(object(said['Descriptor'])['digest']),
    platforms: list(said['Platforms']).map((one) => ({
      architecture: text(object(one)['architecture']),
    })),
  }
}

/** A line of what a pull or a build says. */
export interface Step {
  layer: string
  status: string
  current: number
  total: number
  said: string
  error: string
}

export function step(body: unknown): Step {
  const said = object(body)
  const detail = object(said['progressDetail'])
  return {
    layer: text(said['id']),
    status: text(said['status']),
    current: number(detail['current']),
    total: number(detail['total']),
    said: text(said['stream']),
    error: text(object(said['errorDetail'])['message']) || text(said['error']),
  }
}

export function idIn(body: unknown): string {
  return text(object(body)['Id'])
}

export function statusCodeIn(body: unknown): number {
  return number(object(body)['StatusCode'])
}

export function execState(body: unknown): { running: boolean; code: number } {
  const said = object(body)
  return { running: said['Running'] === true, code: number(said['ExitCode'], -1) }
}

/** `{"message": "…"}`, or whatever else was said. */
export function messageIn(said: string): string {
  try {
    return text(object(JSON.parse(said))['message']) || said
  } catch (error) {
    if (error instanceof SyntaxError) return said
    throw error
  }
}

function object(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === 'object' ? { ...value } : {}
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function number(value: unknown, otherwise = 0): number {
  return typeof value === 'number' ? value : otherwise
}

function texts(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(object(value)).map(([name, one]) => [name, text(one)]))
}
