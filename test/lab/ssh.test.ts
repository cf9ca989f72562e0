import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { remoteHosts } from '../../adapters/remote/hosts.ts'
import { sshKeys } from '../../adapters/ssh/keys.ts'
import { Fault } from '../../core/error.ts'
import type { Address, RunLimits } from '../../core/ports/host.ts'
import { equipment } from '../unit/job/pipeline.ts'
import { authorize } from './authorize.ts'
import { describeInLab } from './endpoints.ts'
import { OwnSshd } from './own-sshd.ts'

const limits = { deadlineMs: 10_000 }

/** A server to look at, with its line. */
async function reached(address: Address, within: RunLimits) {
  const line = await remoteHosts.connect(address, equipment, within, null)
  const host = line.host({ signal: new AbortController().signal, pulse: () => {} })
  return { ...host, close: () => line.close() }
}

describeInLab('a server over SSH', (lab) => {
  const own = sshKeys.generate('pilothouse test')
  const sshd = new OwnSshd(lab)
  let address: Address

  beforeAll(async () => {
    authorize(lab, own.publicKey)
    await sshd.start()
    address = {
      host: lab.ssh.host,
      port: lab.ssh.port,
      user: 'root',
      dockerSocket: lab.docker.socket,
      fingerprint: lab.ssh.hostKeyFingerprint,
      privateKey: own.privateKey,
    }
  })

  afterAll(() => sshd.remove())

  async function refused(more: Partial<Address>): Promise<string> {
    try {
      const host = await reached({ ...address, ...more }, limits)
      await host.close()
    } catch (error) {
      if (error instanceof Fault) return error.code
      throw error
    }
    throw new Error('it was let in')
  }

  test('shows its key before anybody logs in', async () => {
    const key = await sshKeys.offered(lab.ssh.host, lab.ssh.port, 5000)
    expect(key).toEqual({ fingerprint: lab.ssh.hostKeyFingerprint, kind: 'ssh-ed25519' })
  })

  test('is not spoken to when its key is another than the confirmed one', async () => {
    expect(await refused({ fingerprint: sshd.fingerprint })).toBe('host_key_changed')
  })

  test('says whether it is the key that is refused, or the line that fails', async () => {
    expect(await refused({ privateKey: sshKeys.generate('a stranger').privateKey })).toBe('server_login_refused')
    expect(await refused({ port: 1 })).toBe('server_unreachable')
  })

  describe('with a line', () => {
    test('arguments arrive as they are, whatever a shell would make of them', async () => {
      const host = await reached(address, limits)
      const nasty = [`it's`, '$(id)', '`id`', '; echo x', '"q" \\ *', 'zażółć', 'two\nlines', '']
      const ran = await host.run(['printf', '%s|', ...nasty], limits)
      expect(ran).toEqual({ code: 0, output: nasty.map((word) => `${word}|`).join(''), errors: '' })
      await host.close()
    })

    test('tells the exit code and the errors apart from the output', async () => {
      const host = await reached(address, limits)
      expect(await host.run(['sh', '-c', 'echo out; echo err >&2; exit 7'], limits)).toEqual({
        code: 7,
        output: 'out\n',
        errors: 'err\n',
      })
      await host.close()
    })

    test('a command that takes too long is ended, over there too', async () => {
      const host = await reached(address, limits)
      const mark = `97${Math.floor(Math.random() * 1e6)}`
      await expect(host.run(['sleep', mark], { deadlineMs: 1000 })).rejects.toMatchObject({ code: 'timed_out' })
      const left = await host.run(['sh', '-c', 'ps -eo args | grep -c "[s]leep $1" || true', 'look', mark], limits)
      expect(left.output.trim()).toBe('0')
      await host.close()
    })

    test('much output is cut and says so', async () => {
      const host = await reached(address, limits)
      const ran = await host.run(['head', '-c', '3000000', '/dev/zero'], limits)
      expect(ran.output.length).toBeLessThan(1_100_000)
      expect(ran.output).toContain('bytes more]')
      await host.close()
    })

    test('a line that is cut while a command runs is a failure and not a success', async () => {
      const host = await reached({ ...address, port: sshd.port, fingerprint: sshd.fingerprint }, limits)
      const running = host.run(['sh', '-c', 'echo $PPID; kill -9 $PPID; sleep 5'], limits)
      await expect(running).rejects.toMatchObject({ code: 'server_unreachable' })
    })

    test('containers answer over the same line, and many calls at once do too', async () => {
      const host = await reached(address, limits)
      expect((await host.containers.engine()).apiVersion).toMatch(/^\d+\.\d+$/)
      const lists = await Promise.all(Array.from({ length: 30 }, () => host.containers.list()))
      for (const list of lists) expect(list.map(({ name }) => name)).toContain('lab-idle')
      await host.close()
    })

    test('a user without the right to the engine is told so', async () => {
      const host = await reached({ ...address, user: 'deployer' }, limits)
      await expect(host.containers.list()).rejects.toMatchObject({ code: 'engine_forbidden' })
      await host.close()
    })
  })
})
