import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { startBot } from '../../bot/main.ts'
import { configured } from '../../bot/start/configured.ts'
import { change } from '../../core/event/change.ts'
import { jobEvent } from '../../core/job/event.ts'
import { grantLevel, newMember } from '../../core/member/person.ts'
import { newToken } from '../../core/token/new-token.ts'
import { exampleJob } from '../unit/job/example.ts'

/** The bot with a deployment that says a line when told to; beside it a bare server that only writes to all. */
const folder = mkdtempSync(join(tmpdir(), 'pilothouse-bench-'))
const { settings, log } = configured({ ...process.env, DATA_DIR: folder, LOG_LEVEL: 'error' })
const { house, url, stop } = await startBot(settings, log)

const id = () => house.chance.id()
const [environmentId, instanceId, projectId] = [id(), id(), id()]
const job = await exampleJob(house, {
  operation: 'instance.deploy',
  state: 'running',
  owner: 'the bench',
  leaseUntil: Date.now() + 3_600_000,
  environmentId,
  instanceId,
})
const member = newMember(house, 'bench')
const tokens = Array.from({ length: 25 }, (_, at) =>
  newToken(house, member.id, { name: `bench ${at}`, level: 'viewer', projectId: null, goodForMs: null }),
)
await house.store.write(async (rows) => {
  await rows.member.insert(member)
  await grantLevel(house, rows, member.id, 'platform', '', 'viewer')
  await rows.token.insert(...tokens.map(({ row }) => row))
  await rows.deployment.insert({
    id: job.id,
    instanceId,
    environmentId,
    projectId,
    version: 1,
    kind: 'deploy',
    trigger: 'manual',
    branch: 'main',
    commit: 'a3b2c1d',
    message: null,
    author: null,
    authorEmail: null,
    committedAt: null,
    imageTag: 'odoo:18.0',
    imageDigest: 'sha256:0',
    containerId: null,
    fromId: null,
    createdAt: job.createdAt,
  })
})

const open = new Set<ServerResponse>()
const bare = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.write(': welcome\n\n')
  open.add(response)
})
await new Promise<void>((resolve) => bare.listen(0, '127.0.0.1', resolve))
const address = bare.address()
const port = address !== null && typeof address === 'object' ? address.port : 0
const places = { url, bare: `http://127.0.0.1:${port}`, tokens: tokens.map(({ text }) => text) }
process.stdout.write(`${JSON.stringify(places)}\n`)

let sequence = 0
const now = () => performance.timeOrigin + performance.now()

for await (const asked of createInterface({ input: process.stdin })) {
  const at = now()
  if (asked === 'stop') break
  if (asked === 'bare')
    for (const response of open) response.write(`data: {"at":${at},"filler":"${'x'.repeat(500)}"}\n\n`)
  else
    await change(house, async (rows) => {
      const message = `at ${at}`
      await rows.line.insert({
        jobId: job.id,
        sequence,
        stage: 'pulling_image',
        level: 'info',
        message,
        data: null,
        at: house.clock.now(),
      })
      rows.tell(jobEvent(job, 'job.lines', { from: sequence, to: sequence }))
      sequence += 1
    })
}
bare.close()
bare.closeAllConnections()
await stop()
rmSync(folder, { recursive: true, force: true })
process.exit(0)
