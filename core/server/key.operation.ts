import { Fault } from '../error.ts'
import { operation } from '../operation/operation.ts'
import { onPlatform } from '../operation/target.ts'
import { ownKey } from '../platform/ssh-key.ts'

export const serverKey = operation({
  id: 'server.key',
  summary: 'Show my public key, for authorized_keys on your servers',
  examples: ['server key'],
  arguments: {},
  aim: onPlatform,
  least: 'member',
  async answer({ reading, house }) {
    const key = await ownKey(reading, house.vault)
    if (!key) throw new Fault('not_ready', { why: 'my SSH key is not made yet' })
    return {
      card: {
        title: 'My public key',
        lines: [
          { text: ['Put this line into ', { code: '~/.ssh/authorized_keys' }, ' of the user that I log in as.'] },
        ],
        block: key.publicKey,
        view: 'server key',
        words: ['server key', 'public key'],
      },
      data: { public_key: key.publicKey },
    }
  },
})
