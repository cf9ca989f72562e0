/** How long what a stage does takes in real time; whatever is not named here costs nothing. */
const costs: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  initializing: { prepare: 500 },
  connecting: { takeOver: 800 },
  creating_network: { 'networks.create': 300 },
  configuring_dns: { 'dns.set': 1200 },
  // One volume, two containers that are made and started: 3.5 s together.
  creating_database: {
    'volumes.create': 100,
    'containers.create': 400,
    'containers.start': 400,
    'databases.untilReady': 1200,
    'databases.create': 600,
  },
  cloning_platform_repos: { 'repositories.checkOut': 1867 },
  cloning_org_repos: { 'repositories.checkOut': 2500 },
  cloning_repo: { 'repositories.checkOut': 4200 },
  pulling_image: { 'images.pull': 12_400 },
  generating_config: { 'files.write': 500 },
  starting_container: { 'containers.start': 3200 },
  installing_dependencies: { 'images.build': 8300 },
  initializing_database: {
    'containers.stop': 500,
    'databases.dump': 2000,
    'databases.restore': 5000,
    'containers.once': 94_300,
  },
  verifying_dns: { 'dns.untilResolved': 28_500 },
  configuring_traefik: { 'proxy.prepare': 500 },
  health_check: { 'containers.probe': 18_500 },
}

/** The seed's own figures for the repositories that it names. */
const repositories: Readonly<Record<string, number>> = {
  'platform-reporting': 2300,
  'platform-integrations': 1800,
  'platform-utilities': 1500,
  'org-custom-modules': 3100,
  'org-theme': 1900,
}

export interface Circumstance {
  /** The folder, image or container that it is about. */
  about: string
  /** Layers of the same image are there already. */
  cached: boolean
  /** Something serves: the old container is drained in the same stage. */
  redeploy: boolean
}

const cachedPullMs = 2000
const updateMs = 60_000

export function costOf(stage: string, call: string, { about, cached, redeploy }: Circumstance): number {
  const cost = costs[stage]?.[call] ?? 0
  if (call === 'repositories.checkOut') return repositories[about.split('/').at(-2) ?? ''] ?? cost
  if (call === 'images.pull' && cached) return Math.min(cost, cachedPullMs)
  // What Odoo is started by is written beside its configuration.
  if (call === 'files.write' && !about.endsWith('.conf')) return 0
  // Of a database that has nothing in it yet.
  if (call === 'databases.dump' && !redeploy) return 0
  if (call === 'containers.once' && redeploy) return Math.min(cost, updateMs)
  // The page is asked for once it lives.
  if (call === 'containers.probe' && about !== '/web/health') return 0
  if (stage !== 'health_check' || !redeploy) return cost
  // 18.5 s together with the probe.
  return { 'containers.probe': 8500, 'proxy.drain': 10_000 }[call] ?? cost
}
