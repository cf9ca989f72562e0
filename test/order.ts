import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * The longest files first, so that none is left to run alone at the end: seconds, roughly, on two processors. A file
 * that is not here takes little. `npx vitest run --reporter=json` tells how long each took.
 */
const seconds: Readonly<Record<string, number>> = {
  'fault/stages': 220,
  'lab/deploy/by-hand': 218,
  'lab/deploy/faults-server': 200,
  'lab/deploy/faults-line': 184,
  'fault/kill': 180,
  'fault/two-processes': 180,
  'lab/diagnosis/waiting': 180,
  'lab/deploy/watch': 169,
  'lab/deploy/zero-downtime': 159,
  'lab/deploy/faults-panic': 150,
  'fault/living': 140,
  'lab/proxy': 130,
  'lab/deploy/faults-process': 120,
  'lab/deploy/faults-code': 110,
  'lab/deploy/faults-image': 110,
  'lab/diagnosis/odoo': 120,
  'lab/diagnosis/release': 120,
  'lab/deploy/certificate': 100,
  'lab/deploy/by-chat': 100,
  'lab/deploy/cleanup': 100,
  'lab/deploy/nasty': 100,
  'lab/diagnosis/server': 90,
  'lab/deploy/faults-outage': 90,
  'surface/suite/production': 90,
  'surface/suite/together': 85,
  'lab/deploy/spare': 80,
  'lab/server-exec': 75,
  'surface/suite/registry': 75,
  'surface/suite/asking': 65,
  'surface/suite/areas': 65,
  'fault/fuzz': 60,
  'fault/cancel': 60,
  'lab/deploy/not-root': 60,
  'lab/docker-once': 60,
  'surface/suite/failure': 60,
  'surface/suite/times': 60,
  'lab/docker-images': 50,
  'lab/deploy/secrets': 46,
  'lab/deploy/server-configure': 45,
  'fault/presenting': 45,
  'surface/cli-start': 45,
  'surface/suite/history': 45,
  'surface/suite/staging': 30,
  'surface/slack-door': 30,
  'surface/discord-places': 28,
  'surface/console': 27,
  'surface/suite/cancel': 26,
  'unit/presenter/jobs': 25,
  'contract/discord/gateway': 20,
  'surface/demo-page': 19,
  'surface/cli-demo': 15,
  'surface/discord': 15,
  'unit/deployment/cancelled': 14,
  'unit/discord/render': 13,
  'contract/proxy': 10,
}

export default class LongestFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return Promise.resolve(files.toSorted((one, other) => secondsOf(other) - secondsOf(one)))
  }
}

function secondsOf({ moduleId, project }: TestSpecification): number {
  const name = moduleId.slice(moduleId.indexOf('/test/') + '/test/'.length, -'.test.ts'.length)
  // Those of one project after each other: they share a process.
  return seconds[name] ?? rest.indexOf(project.name) / rest.length
}

const rest = ['unit', 'contract', 'fault', 'surface', 'lab']
