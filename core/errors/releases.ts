import type { ErrorTable } from './table.ts'

/** Code, databases, names and certificates of what is deployed. */
export const releaseErrors = {
  no_such_code: {
    status: 404,
    message: '{repository} has no {what} {name}.',
    remedy: 'See what it is called there, and name that: `--branch`, `--tag` or `--commit`.',
  },
  clone_failed: {
    status: 502,
    message: 'Failed to clone repository: Authentication failed for {repository}.',
    remedy: 'See that the address is right; a private repository needs a token that is still good: `git connect`.',
    operation: 'git connect',
  },
  repository_not_found: {
    status: 502,
    message: '{host} knows no repository {repository}, or hides it from me.',
    remedy: 'See that the address is right; a private repository needs a token: `git connect`.',
    operation: 'git connect',
  },
  repository_address_refused: {
    status: 422,
    message: '{repository} is no address that I fetch from.',
    remedy: 'Give one like https://git.example/acme.git; git@git.example:acme.git is fetched from there by HTTPS.',
  },
  commit_vanished: {
    status: 502,
    message: '{repository} does not have the commit {commit} any more.',
    remedy: 'Somebody rewrote its branch: plan anew with `deploy`, and what stands there now is taken.',
  },
  git_unreachable: {
    status: 502,
    message: 'I cannot reach {host} for {repository}: {why}.',
    remedy: 'See that this host runs and can be reached from there, and retry.',
  },
  git_failed: {
    status: 502,
    message: 'git could not fetch {repository}: {why}.',
    remedy: 'See what it said in the log of the job, and retry.',
  },
  module_failed: {
    status: 502,
    message: '{module} could not be {done}: {why}.',
    remedy: 'Correct the module and deploy again; the log of the job has what Odoo said.',
  },
  addon_missing: {
    status: 502,
    message: '{module} could not be {done}: it needs {missing}, which is not among the addons of this instance.',
    remedy:
      'Add the repository that has {missing} with `repository add`, or correct `depends` of {module}; then deploy.',
  },
  library_missing: {
    status: 502,
    message: '{module} could not be {done}: there is no Python library {library} in its image.',
    remedy:
      'Put {library} into `requirements.txt` of the repository of {module}, and deploy: it is built into the image.',
  },
  module_not_installable: {
    status: 502,
    message: '{module} could not be {done}: Odoo says that it is not installable.',
    remedy: 'Set `installable` to True in its manifest, or take away what depends on it; then deploy.',
  },
  migration_failed: {
    status: 502,
    message: 'The migration {script} of {module} failed: {why}.',
    remedy: 'Correct the script and deploy again; the log of the job has what Odoo said.',
  },
  database_missing: {
    status: 409,
    message:
      'There is no database {database} on {server} any more, and it was deployed before: PgBouncer waits for it.',
    remedy:
      'See which there are: `docker exec --user postgres {container} psql -l`. Name it as before, or restore a dump as README.md in the folder of the instance says; then retry.',
  },
  database_busy: {
    status: 409,
    message: 'Somebody else is updating the database {database} at this moment.',
    remedy: 'Wait until that is over and retry.',
  },
  health_check_failed: {
    status: 502,
    message: 'Health check failed: {why}.',
    remedy:
      'Look at the log of the container. Where it only needs longer, let it: `instance configure --answers-within 5m`.',
  },
  certificate_refused: {
    status: 502,
    message: 'There is no new certificate for {domain}: {why}; {instead}.',
    remedy:
      'See that the name leads to the server and that port 80 is open there; it is tried again by itself, from time to time.',
  },
  proxy_refused: {
    status: 502,
    message: '{proxy} does not take its configuration: {why}.',
    remedy: 'What served before serves on. Look at the domain and the settings of the instance, and retry.',
  },
  proxy_stale: {
    status: 502,
    message: '{proxy} on {server} did not take over its new configuration in time: {why}.',
    remedy: 'Look at the log of that container, and at the load of the server, and retry.',
  },
  database_stopped: {
    status: 409,
    message:
      'PostgreSQL of {instance} does not run on {server}, so nobody can say what a deploy would have to do there: {why}.',
    remedy: '{how}; then ask again.',
  },
  postgres_major: {
    status: 409,
    message:
      'The data of {instance} are of PostgreSQL {data}, and {image} is PostgreSQL {wanted}: it does not begin on them.',
    remedy:
      'Name an image of PostgreSQL {data} again, `platform configure --postgres-image …`, and deploy. For {wanted}, make a new instance and bring a dump of this one there, as README.md in its folder says.',
  },
  database_not_ready: {
    status: 503,
    message: 'PostgreSQL in {container} on {server} ended by itself: {why}.',
    remedy: 'Mend what it says; its log has more, `docker logs {container}`. It begins again by itself; then retry.',
  },
  dns_not_propagated: {
    status: 504,
    message: '{name} does not lead to {address} yet: {found}.',
    remedy: 'Make an A record of it; once it leads there, deploy again: the certificate is asked for then.',
  },
  server_without_address: {
    status: 502,
    message: 'I know the server as {server}, and no address that a name could lead to: {why}.',
    remedy:
      'Make a record of {server} itself, or give the server by its address, `server configure <server> --host 192.0.2.7`; then deploy again.',
    operation: 'server configure',
  },
  dns_refused: {
    status: 502,
    message: 'The DNS provider of {provider} did not do it: {why}.',
    remedy: 'See what I know of it with `provider list`; put zone, server or key right there, and retry.',
    operation: 'provider list',
  },
  dns_unreachable: {
    status: 502,
    message: 'The DNS provider of {provider} does not answer: {why}.',
    remedy: 'See that this machine reaches it, and retry.',
    operation: 'provider list',
  },
} as const satisfies ErrorTable
