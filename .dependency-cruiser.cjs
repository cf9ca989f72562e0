/**
 * The arrows of docs/architecture.md, as rules for `test/layers/check.mjs`. Its parser cannot tell an import of types
 * from one of values. So the check cruises twice: the tree as it is, and a copy without types,
 * where the rules of `valuesOnly` hold too.
 */
const joins = '^(bot/main|bot/cli|bot/start/[^.]+|jobs/main|jobs/worker)[.]ts$'
const heavy = 'node_modules/(typeorm|@slack/bolt|discord[.]js|zod|express)/'
const drivers =
  'node_modules/(typeorm|pg|sqlite3|@slack/(bolt|web-api)|discord[.]js|express|ssh2|node-ssh|docker-modem|bree|bullmq|pino|prom-client)/'

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

const everyArrow = [
  rule(
    'core-knows-nobody',
    'core is what the product knows; who asks and who does it plug into its ports',
    { path: '^core/' },
    { path: '^(bot|jobs|adapters|migrations|test)/' },
  ),
  rule('core-knows-no-driver', 'a driver belongs behind a port', { path: '^core/' }, { path: drivers }),
  rule(
    'adapters-know-no-caller',
    'an adapter is called through its port',
    { path: '^adapters/' },
    { path: '^(bot|jobs|test)/' },
  ),
  rule(
    'migrations-stand-alone',
    'a migration that was released must not change because other code did',
    { path: '^migrations/' },
    { path: '^(bot|jobs|adapters|core|test)/' },
  ),
  rule(
    'only-starters-join',
    'what is plugged in where is decided in one place',
    { path: '^(bot|jobs)/', pathNot: joins },
    { path: '^(adapters|migrations)/' },
  ),
  rule('bot-asks-core-not-jobs', 'a job is asked for', { path: '^bot/', pathNot: joins }, { path: '^jobs/' }),
  rule('jobs-know-no-surface', 'a surface listens to events', { path: '^jobs/' }, { path: '^bot/' }),
  rule(
    'product-knows-no-test',
    'tests are not shipped',
    { path: '^(bot|jobs|adapters|core|migrations)/' },
    { path: '^test/' },
  ),
  rule(
    'surface-tests-speak-through-the-surface',
    'a surface test that calls the code behind it proves nothing about the surface',
    { path: '^test/surface/' },
    { path: '^(core|jobs|adapters|bot|migrations)/' },
  ),
  rule('leads-somewhere', 'an arrow into nothing hides all behind it', {}, { couldNotResolve: true }),
]

const valuesOnly = [
  rule(
    'adapters-fill-ports',
    'an adapter runs nothing of core but its errors, its secrets and its ports; types are free',
    { path: '^adapters/' },
    { path: '^core/', pathNot: '^core/(ports/|error[.]ts$|secret[.]ts$)' },
  ),
  rule(
    'worker-is-thin',
    'a thread starts for each job, so all that it loads is waited for; and it must not reach the database',
    { path: '^jobs/worker[.]ts$' },
    { path: heavy, reachable: true },
  ),
  rule(
    'a-question-is-quick',
    'whoever asks from a shell waits for all that is loaded first',
    { path: '^bot/command-line/' },
    { path: `${heavy}|node_modules/(pg|sqlite3|pino|prom-client)/`, reachable: true },
  ),
  rule('no-circle', 'types may go in circles, values not', {}, { circular: true }),
]

module.exports = {
  everyArrow,
  valuesOnly,
  options: {
    // TypeScript 7 has no API that the parser could use: without swc it sees no module and no violation.
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
  },
  resolve: {
    exportsFields: ['exports'],
    conditionNames: ['import', 'node', 'default', 'types'],
    extensions: ['.ts', '.mjs', '.js', '.cjs', '.d.ts'],
  },
}
