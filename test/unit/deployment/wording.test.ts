import { expect, test } from 'vitest'
import { practising } from './practising.ts'

/** What people who come from the seed look for in a log, with what differs from deploy to deploy left open. */
const wording: readonly RegExp[] = [
  /^Deployment created and queued$/,
  /^Connecting to \S+\.\.\.$/,
  /^SSH connection established \(took\)$/,
  /^Creating network \S+_net_\S+\.\.\.$/,
  /^Network created \(took\)$/,
  /^Configuring DNS record \(early for propagation\)\.\.\.$/,
  /^DNS configured: acme\.example\.test -> \S+ \(took\)$/,
  /^Creating PostgreSQL container \S+_db\.\.\.$/,
  /^PostgreSQL container running \(took\)$/,
  /^Waiting for PostgreSQL to accept connections\.\.\.$/,
  /^PostgreSQL is ready and accepting connections$/,
  /^PostgreSQL optimized (for \d+ MB )?\(took\)$/,
  /^Cloning 3 platform addon repositories\.\.\.$/,
  /^\[1\/3\] Cloning platform-reporting \(19\.0\)\.\.\.$/,
  /^\[1\/3\] platform-reporting ready \(took\)$/,
  /^All 3 platform repos ready \(took\)$/,
  /^Cloning 2 organization addon repositories\.\.\.$/,
  /^All 2 organization repos ready \(took\)$/,
  /^Cloning project repository\.\.\.$/,
  /^Project repository cloned \(took\)$/,
  /^Commit: [0-9a-f]{7} by .+ - .+$/,
  /^Pulling Odoo 19\.0 image\.\.\.$/,
  /^Image ready \(took\)$/,
  /^Generating Odoo configuration\.\.\.$/,
  /^Configuration generated$/,
  /^Generated odoo\.conf with 1 custom overrides$/,
  /^Starting Odoo container \S+_odoo\S*\.\.\.$/,
  /^Applying Odoo resource limits: CPU=[\d.]+ cores, RAM=\d+m \(70% of allocated\)$/,
  /^Container started: [0-9a-f]{12} \(took\)$/,
  /^Odoo container started on internal network: \S+_net_\S+$/,
  /^Container connected to traefik-public network$/,
  /^Checking ALL repositories for dependencies \(apt\.txt, requirements\.txt\)\.\.\.$/,
  /^Scanning all repos for apt\.txt and requirements\.txt\.\.\.$/,
  /^Dependencies installed from: .+$/,
  /^Total apt packages: \d+$/,
  /^Total pip packages: \d+$/,
  /^All dependencies installed \(took\)$/,
  /^Initializing Odoo database \(this may take 1-2 minutes\)\.\.\.$/,
  /^Database initialization complete \(took\)$/,
  /^Verifying DNS propagation before SSL\.\.\.$/,
  /^Verifying DNS propagation \(may take up to 3 minutes\)\.\.\.$/,
  /^DNS verified - safe to proceed with SSL \(took\)$/,
  /^Configuring Traefik routing\.\.\.$/,
  /^Traefik configured \(took\)$/,
  /^Performing health check\.\.\.$/,
  /^Health check passed! \(took\)$/,
  /^Deployment completed successfully! Total time: \d+\.\ds \(\d+\.\d min\)$/,
]

test('a first deploy says what the seed says, with how long it took', async () => {
  const { house, ada, deploy, run } = await practising()
  await house.asks(ada, 'instance.configure', { instance: 'acme/staging', odoo_conf: 'log_level = warn' })
  const messages = await run(await deploy())
  const said = messages.flatMap((one) => (one.say === 'line' ? [one.message.replace(/\(\d+\.\ds\)/, '(took)')] : []))
  expect(wording.filter((pattern) => !said.some((line) => pattern.test(line)))).toEqual([])
})

test('a redeploy says which repository asked for what, though an image that has it is there', async () => {
  const { deploy, run, finish } = await practising()
  await finish(await deploy())
  const messages = await run(await deploy())
  const said = messages.flatMap((one) =>
    one.say === 'line' && one.stage === 'installing_dependencies' ? [one.message] : [],
  )
  expect(said).toContain('An image that has them is there already')
  expect(said.filter((line) => /: (?:apt|pip) /.test(line)).length).toBeGreaterThan(1)
})
