import type { ErrorTable } from './table.ts'

/** Engines, their containers and images. */
export const engineErrors = {
  image_pull_failed: {
    status: 502,
    message: 'Failed to pull Docker image: pull access denied for {image}.',
    remedy: 'See that the image is named rightly and that its registry has a login: `registry add`.',
    operation: 'version list',
  },
  container_failed: {
    status: 502,
    message: '{what} ended with {code}: {why}.',
    remedy: 'Look at the log of the job for what it said.',
  },
  engine_unreachable: {
    status: 502,
    message: 'The Docker engine of {server} does not answer: {why}.',
    remedy: 'See that Docker runs there and that {user} may use {socket}.',
  },
  engine_forbidden: {
    status: 502,
    message: '{user} may not use the Docker engine of {server}.',
    remedy: 'Let it in, there: `usermod -aG docker {user}`, and retry.',
  },
  engine_refused: {
    status: 502,
    message: 'Docker on {server} did not {what}: {why}.',
    remedy: 'Mend what it says there, and retry.',
  },
  container_gone: {
    status: 502,
    message: 'There is no container {name} on {server}.',
    remedy: 'Somebody took it away there: deploy again.',
  },
  name_taken: {
    status: 409,
    message: 'There is a container {name} on {server} already, and it is another one.',
    remedy: 'Look at it with `docker inspect {name}`; when nobody needs it, remove it there and retry.',
  },
  port_taken: {
    status: 409,
    message: 'Port {port} of {server} is taken by {by}.',
    remedy: 'Stop what uses it there, and retry.',
  },
  networks_exhausted: {
    status: 507,
    message:
      'Docker on {server} has no addresses left for another network, nor has the range that I take them from then.',
    remedy:
      'Remove networks that nothing uses there (`docker network prune`), or name another range that is free there: `server configure … --address-range`.',
  },
  network_doubled: {
    status: 409,
    message: 'Docker on {server} has several networks called {network}, and takes the name for none of them.',
    remedy:
      'Remove all but the one that its containers are on (`docker network ls`, `docker network rm ID`), and retry.',
  },
  out_of_memory: {
    status: 507,
    message: '{what} needed more than its {limit} of memory and was ended.',
    remedy: 'Give the instance more memory, or fewer workers, and retry: `instance size`.',
  },
  image_not_found: {
    status: 404,
    message: 'There is no image {image}.',
    remedy: 'See how it is called at its registry, and name that.',
    operation: 'version list',
  },
  image_architecture: {
    status: 409,
    message: '{image} is made for {has}, and {server} is {wants}.',
    remedy: 'Take an image that is made for this kind of server, or another server.',
  },
  registry_login_needed: {
    status: 502,
    message: 'The registry {registry} asks for a login, and I have none for it.',
    remedy: 'Store one with `registry add`, and retry.',
    operation: 'registry add',
  },
  registry_login_refused: {
    status: 502,
    message: 'The registry {registry} refused our login.',
    remedy: 'Store the right one with `registry add`, and retry.',
    operation: 'registry add',
  },
  registry_unreachable: {
    status: 502,
    message: 'The registry {registry} cannot be reached from {server}: {why}.',
    remedy: 'Check the name, the network of the server and its firewall, and retry.',
  },
  build_failed: {
    status: 502,
    message: 'The dependencies could not be installed: {why}.',
    remedy: 'Look at the log of the job for what was said, and mend apt.txt or requirements.txt.',
  },
  dependency_conflict: {
    status: 409,
    message: '{package} is wanted in different versions: {wishes}.',
    remedy: 'Agree on one version in those repositories, and deploy again.',
  },
} as const satisfies ErrorTable
