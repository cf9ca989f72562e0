import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startBot } from '../../bot/main.ts'
import { configured } from '../../bot/start/configured.ts'
import type { Line } from '../../core/job/job.ts'
import { exampleJob } from '../unit/job/example.ts'

/** The bot as it is, with a job's worth of log lines written beside whatever else it does. */
const perSecond = 5000
const everyMs = 200

const folder = mkdtempSync(join(tmpdir(), 'pilothouse-bench-'))
const { settings, log } = configured({ ...process.env, DATA_DIR: folder, LOG_LEVEL: 'error' })
const running = await startBot(settings, log)
const { store } = running.house
const { id: jobId } = await exampleJob(running.house, { state: 'success', automatic: true })
let sequence = 0
const began = performance.now()
const writing = setInterval(() => void store.write((rows) => rows.line.insert(...lines())), everyMs)
process.stdout.write(`listens on ${running.url}\n`)

process.on('SIGTERM', () => {
  clearInterval(writing)
  process.stdout.write(`rows ${Math.round((1000 * sequence) / (performance.now() - began))}\n`)
  void running.stop().then(() => {
    rmSync(folder, { recursive: true, force: true })
    process.exit(0)
  })
})

function lines(): Line[] {
  return Array.from({ length: (perSecond * everyMs) / 1000 }, () => {
    sequence += 1
    return {
      jobId,
      sequence,
      stage: 'pulling_image',
      level: 'info',
      message: 'Pulling layer 3 of 7, 120 of 400 MB',
      data: null,
      at: Date.now(),
    }
  })
}
