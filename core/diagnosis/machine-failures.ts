import type { KnownFailure, Remedy } from './failing.ts'

const checkServer: Remedy = { label: 'Check the server', operation: 'server.check', of: 'server' }
const configureServer: Remedy = {
  label: 'Configure the server',
  operation: 'server.configure',
  of: 'server',
  form: true,
}
/** It only looks: what it shows is compared before anybody confirms it. */
const showKey: Remedy = { label: 'Show its key', operation: 'server.trust', of: 'server' }

/** The server itself, or the way to it. */
export const machineFailures: readonly KnownFailure[] = [
  {
    id: 'host_key_changed',
    title: 'The server shows another host key',
    codes: ['host_key_changed'],
    signs: /host key (?:verification failed|has changed|does not match)|REMOTE HOST IDENTIFICATION HAS CHANGED/i,
    causes: [
      'The server was installed anew, or its SSH keys were made anew',
      'Its address now belongs to another machine',
      'Somebody stands between us and the server',
    ],
    todo: [
      'Ask whoever runs the server whether its key changed, and compare the fingerprint with them',
      'Only then confirm the new one; nothing connects before that',
    ],
    remedies: [{ label: 'Show the server', operation: 'server.show', of: 'server' }, showKey],
  },
  {
    id: 'host_key_unconfirmed',
    title: 'Nobody has confirmed the host key of the server yet',
    codes: ['host_key_unconfirmed'],
    causes: ['The server is new here', 'Its address was changed: the key counted for the old one'],
    todo: [
      'On the server: `ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub` shows its fingerprint',
      'Compare it with what the server shows me, `server trust`, and confirm it where it is the same',
    ],
    remedies: [showKey],
  },
  {
    id: 'disk_full',
    title: 'The disk of the server is full',
    codes: ['disk_full', 'room_short'],
    signs: /no space left on device|\bENOSPC\b|disk (?:is )?full|disk quota exceeded/i,
    causes: [
      'Images and build layers that nothing uses any more',
      'Large logs, dumps or filestores',
      'The disk is too small for what runs there',
    ],
    todo: [
      'See what takes the room: `df -h`, `docker system df`',
      'Remove what is not needed: `docker image prune`, old dumps and logs',
      'Give the server a larger disk, then retry',
    ],
    remedies: [{ label: 'Clean up', operation: 'server.cleanup', of: 'server' }, checkServer],
  },
  {
    id: 'out_of_memory',
    title: 'The memory was not enough',
    codes: ['out_of_memory'],
    signs:
      /out of memory|\bOOM(?:[- ]?kill(?:ed|er)?)?\b|cannot allocate memory|exit(?:ed)?(?: with)?(?: code| status)? 137\b|MemoryError/i,
    causes: [
      'The instance has less memory than its modules need',
      'Several instances use up the memory of the server together',
    ],
    todo: [
      'See what takes the memory: `free -h`, `docker stats`',
      'Give the instance more memory, or fewer workers, then retry',
    ],
    remedies: [{ label: 'Size the instance', operation: 'instance.size', of: 'instance', form: true }, checkServer],
  },
  {
    id: 'engine_unreachable',
    title: 'The Docker engine does not answer',
    codes: ['engine_unreachable'],
    signs: /cannot connect to the docker daemon|docker daemon (?:is )?(?:not running|unresponsive)|docker\.sock/i,
    causes: [
      'Docker does not run on the server',
      'Our user there is not in the docker group',
      'The socket is at another place than the server’s settings say',
    ],
    todo: ['Look at it: `systemctl status docker`', 'Check that our user may use the socket: `docker ps`'],
    remedies: [checkServer, configureServer],
  },
  {
    id: 'ssh_failed',
    title: 'The server cannot be reached by SSH',
    codes: ['server_unreachable', 'server_login_refused'],
    stages: ['connecting'],
    signs:
      /failed to connect to server via ssh|ECONNREFUSED|EHOSTUNREACH|ETIMEDOUT|permission denied \(publickey|all configured authentication methods failed/i,
    causes: [
      'The SSH credentials are not right',
      'The address of the server cannot be reached',
      'A firewall blocks the SSH port',
      'Our public key is not in authorized_keys there',
    ],
    todo: [
      'Verify the address and the SSH port of the server',
      'Try it by hand: `ssh -p 22 root@…`',
      'Check the server’s firewall: `ufw status`',
      'Put our public key into authorized_keys: `server key` shows it',
    ],
    remedies: [checkServer, { label: 'Show my key', operation: 'server.key', of: 'platform' }],
  },
  {
    id: 'server_down',
    title: 'The server does not answer at the moment',
    codes: ['server_down'],
    causes: ['It is down, or is starting', 'Its network is interrupted, or the way to it'],
    todo: ['See at whoever hosts it that it runs', 'Retry once it answers: I look by myself, and say when it is back'],
    remedies: [checkServer],
  },
  {
    id: 'line_lost',
    title: 'The line to the server was lost',
    codes: ['connection_reset', 'connection_timeout'],
    causes: [
      'The network between us was interrupted',
      'The server, or its sshd, was started anew',
      'The server is so busy that nothing comes back in time',
    ],
    todo: [
      'Retry: what is done is not done again',
      'Where it comes again, see how busy the server is: `uptime`, `htop`',
    ],
    remedies: [checkServer],
  },
  {
    id: 'base_folder_refused',
    title: 'Our user may not write to its folder on the server',
    codes: ['base_folder_refused'],
    causes: ['The folder belongs to another user', 'Our user there is another one since it was made'],
    todo: ['There, as root: `install -d -o <our user> <the folder>`', 'Or name another folder or user, then retry'],
    remedies: [checkServer, configureServer],
  },
]
