import ssh2 from 'ssh2'
import { expect, test } from 'vitest'
import { sshKeys } from '../../../adapters/ssh/keys.ts'

test('a key that was made can be used: the library makes one in some three hundred that it cannot read itself', () => {
  for (let each = 0; each < 2000; each += 1) {
    const made = sshKeys.generate('pilothouse')
    expect(ssh2.utils.parseKey(made.privateKey.reveal())).not.toBeInstanceOf(Error)
    expect(ssh2.utils.parseKey(made.publicKey)).not.toBeInstanceOf(Error)
  }
})
