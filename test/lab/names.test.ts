import { spawn } from 'node:child_process'
import { Resolver } from 'node:dns/promises'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { describeInLab, type Endpoints } from './endpoints.ts'
import { ran, wellDone } from './own-server.ts'

describeInLab('names and certificates in the lab', (lab) => {
  const name = `n${process.pid}-${Date.now()}.${lab.dns.zone}`
  const resolver = new Resolver({ timeout: 5000, tries: 2 })
  resolver.setServers([lab.dns.server])

  test('a name that is entered with the key is known, to the servers too, and one taken out no more', async () => {
    expect(await update(lab.dns, `add ${name} 1 A 10.214.0.11`)).toBe(0)
    expect(await resolver.resolve4(name)).toEqual(['10.214.0.11'])
    const [box1] = lab.servers
    const asked = wellDone(await ran('env', [...(box1?.reach ?? []), 'getent', 'hosts', name]))
    expect(asked.output).toContain('10.214.0.11')
    expect(await update(lab.dns, `delete ${name} A`)).toBe(0)
    await expect(resolver.resolve4(name)).rejects.toMatchObject({ code: 'ENOTFOUND' })
  })

  test('nobody enters a name with another key', async () => {
    const stranger = { ...lab.dns, secret: Buffer.alloc(32).toString('base64') }
    expect(await update(stranger, `add ${name} 1 A 10.214.0.12`)).not.toBe(0)
    await expect(resolver.resolve4(name)).rejects.toMatchObject({ code: 'ENOTFOUND' })
  })

  test('the authority shows its directory to who knows its certificate, and to nobody else', async () => {
    const shown = wellDone(await ran('curl', ['-sS', '-m', '10', '--cacert', lab.acme.caFile, lab.acme.directory]))
    expect(JSON.parse(shown.output)).toMatchObject({ newOrder: expect.stringContaining('https://10.214.0.1:14000/') })
    const other = '/etc/ssl/certs/ca-certificates.crt'
    expect((await ran('curl', ['-sS', '-m', '10', '--cacert', other, lab.acme.directory])).code).toBe(60)
    const root = wellDone(await ran('curl', ['-sS', '-m', '10', '--cacert', lab.acme.caFile, lab.acme.rootsUrl]))
    expect(root.output).toContain('BEGIN CERTIFICATE')
  })
})

/** One change to the zone; the exit status of nsupdate, which gets the key by its input, as a process list is public. */
async function update(dns: Endpoints['dns'], change: string): Promise<number> {
  const [host, port] = dns.server.split(':')
  const child = spawn('nsupdate', ['-t', '10'], { stdio: ['pipe', 'ignore', 'ignore'] })
  const key = `key ${dns.algorithm}:${dns.keyName} ${dns.secret}`
  child.stdin.end(`server ${host} ${port}\nzone ${dns.zone}\n${key}\nupdate ${change}\nsend\n`)
  const [code] = await once(child, 'exit')
  return Number(code)
}
