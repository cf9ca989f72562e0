import { jobStates } from '../../../core/job/job.ts'
import { logLevels } from '../../../core/job/log.ts'
import { faultResponses } from './responses.ts'

const idempotent = [{ $ref: '#/components/parameters/IdempotencyKey' }]
const faults = Object.fromEntries(Object.entries(faultResponses).filter(([status]) => status !== '409'))
const json = (schema: object) => ({ 'application/json': { schema } })
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const asked = { '202': { $ref: '#/components/responses/Job' }, ...faults }

function inPath(description: string) {
  return { name: 'id', in: 'path', required: true, description, schema: { type: 'string' } }
}

function inQuery(name: string, description: string, schema: object) {
  return { name, in: 'query', required: false, description, schema }
}

function count(name: string, otherwise: number, most: number) {
  return inQuery(name, name === 'skip' ? 'So many are passed over' : 'At most so many', {
    type: 'integer',
    default: otherwise,
    minimum: name === 'skip' ? 0 : 1,
    maximum: most,
  })
}

function read(operationId: string, summary: string, parameters: object[], description: string, schema: object) {
  const responses = { '200': { description, content: json(schema) }, ...faults }
  return { get: { operationId, tags: ['deployment'], summary, parameters, responses } }
}

const deployment = inPath('Of the deployment; its number does as well')

/** Deployments as OEC.SH has them. What the state of things forbids is 400 here. */
export const deploymentPaths = {
  '/api/v1/deployments': {
    ...read(
      'deployments',
      'Deployments, the newest first',
      [
        inQuery('project_id', 'Only of this project', { type: 'string' }),
        inQuery('status', 'Only these', { enum: [...jobStates] }),
        count('skip', 0, 1_000_000),
        count('limit', 50, 500),
      ],
      'The deployments',
      { type: 'array', items: ref('Deployment') },
    ),
    post: {
      operationId: 'deployments.create',
      tags: ['deployment'],
      summary: 'Deploy',
      description:
        'Needs `environment_id`, where that has one instance, or `instance_id`. What else stands in the body goes to `instance.deploy` as it is: `branch`, `commit` …',
      parameters: idempotent,
      requestBody: {
        required: true,
        content: json({
          type: 'object',
          properties: { environment_id: { type: 'string' }, instance_id: { type: 'string' } },
        }),
      },
      responses: asked,
    },
  },
  '/api/v1/deployments/{id}': read(
    'deployments.show',
    'A deployment',
    [deployment],
    'The deployment',
    ref('Deployment'),
  ),
  '/api/v1/deployments/{id}/logs': read(
    'deployments.logs',
    'What it said, from the beginning on',
    [
      deployment,
      inQuery('level', 'Only this level', { enum: [...logLevels] }),
      count('skip', 0, 1_000_000_000),
      count('limit', 500, 1000),
    ],
    'The lines',
    ref('DeploymentLogs'),
  ),
  '/api/v1/deployments/{id}/progress': read(
    'deployments.progress',
    'How far it is, stage by stage',
    [deployment],
    'The stages',
    ref('DeploymentProgress'),
  ),
  '/api/v1/deployments/{id}/logs/export': {
    get: {
      ...read(
        'deployments.export',
        'The whole log as a file',
        [deployment, inQuery('format', 'Of the file', { enum: ['json', 'txt'], default: 'json' })],
        'The file',
        ref('DeploymentExport'),
      ).get,
      responses: {
        '200': {
          description: 'The file',
          content: { ...json(ref('DeploymentExport')), 'text/plain': { schema: { type: 'string' } } },
        },
        ...faults,
      },
    },
  },
  '/api/v1/deployments/environment/{id}/latest': read(
    'deployments.latest',
    'The newest of an environment',
    [inPath('Of the environment, or of one of its instances')],
    'The newest, or that there is none',
    ref('LatestDeployment'),
  ),
  '/api/v1/deployments/project/{id}/stats': read(
    'deployments.stats',
    'How the deployments of a project went',
    [inPath('Of the project')],
    'Counts and durations',
    ref('DeploymentStats'),
  ),
  '/api/v1/deployments/{id}/cancel': {
    post: {
      operationId: 'deployments.cancel',
      tags: ['deployment'],
      summary: 'Cancel it',
      description: 'One that has ended already is 400.',
      parameters: [deployment, ...idempotent],
      responses: {
        '200': {
          description: 'Cancelled, or about to stop',
          content: json({
            type: 'object',
            required: ['message'],
            properties: { message: { const: 'Deployment cancelled' } },
          }),
        },
        ...faults,
      },
    },
  },
  '/api/v1/deployments/{id}/retry': {
    post: {
      operationId: 'deployments.retry',
      tags: ['deployment'],
      summary: 'Do it again, where it failed or was cancelled',
      parameters: [deployment, ...idempotent],
      responses: asked,
    },
  },
}
