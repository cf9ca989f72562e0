import { type DeployStage, patient, took } from '../deploy.stage.ts'

export const connecting: DeployStage = {
  id: 'connecting',
  title: 'Connecting',
  description: 'Logging in, with the host key that was confirmed',
  needs: ['initializing'],
  deadlineMs: 60_000,
  retries: patient,
  expectedMs: 800,
  everyTime: true,
  async run(work) {
    const since = work.now()
    work.say('info', `Connecting to ${work.input.server.address}...`)
    const host = await work.host()
    await host.takeOver()
    work.say('info', `SSH connection established ${took(work, since)}`)
  },
}
