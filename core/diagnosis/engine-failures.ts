import type { KnownFailure, Remedy } from './failing.ts'

const checkServer: Remedy = { label: 'Check the server', operation: 'server.check', of: 'server' }
const deployAnew: Remedy = { label: 'Deploy anew', operation: 'instance.deploy', of: 'instance', form: true }

/** What the engine and the proxy say of containers, networks and routes. */
export const engineFailures: readonly KnownFailure[] = [
  {
    id: 'name_taken',
    title: 'Another container has the name',
    codes: ['name_taken'],
    causes: ['Somebody made a container of that name by hand', 'One was brought over from another server'],
    todo: ['Look at it there: `docker inspect <the name>`', 'When nobody needs it, remove it: `docker rm`; then retry'],
    remedies: [checkServer],
  },
  {
    id: 'container_gone',
    title: 'A container is not there any more',
    codes: ['container_gone'],
    causes: ['Somebody removed it by hand', 'Something cleans up on the server: `docker system prune`'],
    todo: ['Deploy: what is missing is made again'],
    remedies: [deployAnew, checkServer],
  },
  {
    id: 'networks_exhausted',
    title: 'There are no addresses left for another network',
    codes: ['networks_exhausted'],
    causes: [
      'The server has more networks than Docker has ranges of addresses for',
      'The range that I take them from then is used by something else',
    ],
    todo: [
      'Remove networks that nothing uses there: `docker network prune`',
      'Or name another range that is free there: `server configure … --address-range`; then retry',
    ],
    remedies: [{ label: 'Configure the server', operation: 'server.configure', of: 'server', form: true }, checkServer],
  },
  {
    id: 'network_doubled',
    title: 'Several networks have the same name',
    codes: ['network_doubled'],
    causes: ['Two programs made it at the same moment', 'Somebody made one of that name by hand'],
    todo: [
      'See them there: `docker network ls`, and which one the containers are on: `docker network inspect ID`',
      'Remove the others: `docker network rm ID`; then retry',
    ],
    remedies: [checkServer],
  },
  {
    id: 'engine_refused',
    title: 'The Docker engine did not do it',
    codes: ['engine_refused'],
    causes: ['The engine or its storage is in trouble', 'The engine is older than what it is asked for'],
    todo: ['Mend what it says; its log has more: `journalctl -u docker`', 'Then retry'],
    remedies: [checkServer],
  },
  {
    id: 'proxy_refused',
    title: 'The proxy does not take its configuration',
    codes: ['proxy_refused'],
    causes: [
      'A domain or a setting of the instance is nothing that the proxy can read',
      'Somebody changed the files of the proxy by hand',
    ],
    todo: ['Look at the domain and the settings of the instance: what served before serves on', 'Then deploy again'],
    remedies: [
      { label: 'Configure the instance', operation: 'instance.configure', of: 'instance', form: true },
      checkServer,
    ],
  },
  {
    id: 'proxy_stale',
    title: 'The proxy did not take over its configuration in time',
    codes: ['proxy_stale'],
    causes: ['The server is very busy', 'The container of the proxy is stuck'],
    todo: ['Look at the log of that container: `docker logs`', 'See how busy the server is: `htop`', 'Then retry'],
    remedies: [checkServer],
  },
]
