import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { chance } from '../../adapters/chance.ts'
import { openStore } from '../../adapters/store/open.ts'
import { checkMasterKey, checkValue, recognise, WrongMasterKey } from '../../adapters/vault/check.ts'
import { MasterKeyMalformed, masterKey } from '../../adapters/vault/key.ts'
import { openVault, SealBroken } from '../../adapters/vault/vault.ts'
import { Secret } from '../../core/secret.ts'

const anyVault = () => openVault(new Secret(randomBytes(32).toString('base64')))

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'pilothouse-vault-'))
  onTestFinished(() => rm(made, { recursive: true, force: true }))
  return made
}

describe('sealing', () => {
  test('opens for the same key and purpose, and never looks the same twice', () => {
    const vault = anyVault()
    const secret = new Secret('hunter2 ąę 🦊')
    const sealed = vault.seal(secret, 'registry r1')
    expect(vault.open(sealed, 'registry r1').reveal()).toBe(secret.reveal())
    expect(vault.seal(secret, 'registry r1')).not.toBe(sealed)
    expect(vault.open(vault.seal(new Secret(''), 'x'), 'x').reveal()).toBe('')
    expect(sealed).toMatch(/^v1\.[\w-]+$/)
  })

  test('refuses another purpose, another key, and a text changed anywhere', () => {
    const vault = anyVault()
    const sealed = vault.seal(new Secret('hunter2'), 'registry r1')
    expect(() => vault.open(sealed, 'registry r2')).toThrow(SealBroken)
    expect(() => anyVault().open(sealed, 'registry r1')).toThrow(SealBroken)
    for (const [place, letter] of Array.from(sealed).entries()) {
      const changed = sealed.slice(0, place) + (letter === 'A' ? 'B' : 'A') + sealed.slice(place + 1)
      expect(() => vault.open(changed, 'registry r1'), `letter ${place}`).toThrow(SealBroken)
    }
    for (const broken of ['', 'v1.', 'hunter2', sealed.slice(0, -1), `${sealed}A`, `${sealed} `, sealed.slice(0, 20)]) {
      expect(() => vault.open(broken, 'registry r1'), broken).toThrow(SealBroken)
    }
  })

  test('hash and signature are stable, keyed and not the same thing', () => {
    const key = new Secret(randomBytes(32).toString('base64'))
    const vault = openVault(key)
    expect(vault.hash('token')).toBe(openVault(key).hash('token'))
    expect(vault.hash('token')).not.toBe(vault.sign('token'))
    expect(vault.hash('token')).not.toBe(anyVault().hash('token'))
    expect(vault.sign('entry')).not.toBe(anyVault().sign('entry'))
  })
})

describe('the master key', () => {
  test('is made once, for its owner alone, whole', async () => {
    const where = await folder()
    const keys = await Promise.all(Array.from({ length: 8 }, () => masterKey(where)))
    expect(new Set(keys.map((key) => key.reveal())).size).toBe(1)
    expect((await stat(join(where, 'master.key'))).mode & 0o777).toBe(0o600)
    expect(await readdir(where)).toEqual(['master.key'])
    expect((await masterKey(where)).reveal()).toBe(keys[0]?.reveal())
  })

  test('can be given, and must be one', async () => {
    const where = await folder()
    const given = randomBytes(32).toString('base64')
    expect((await masterKey(where, given)).reveal()).toBe(given)
    expect(await readdir(where)).toEqual([])
    for (const wrong of ['', 'secret', randomBytes(31).toString('base64'), randomBytes(32).toString('hex')]) {
      await expect(masterKey(where, wrong)).rejects.toBeInstanceOf(MasterKeyMalformed)
    }
    await writeFile(join(where, 'master.key'), '')
    await expect(masterKey(where)).rejects.toBeInstanceOf(MasterKeyMalformed)
  })

  test('is recognised at every start, and a wrong one is refused', async () => {
    const [vault, other] = [anyVault(), anyVault()]
    recognise(vault, checkValue(vault))
    expect(() => recognise(other, checkValue(vault))).toThrow(WrongMasterKey)
    expect(() => recognise(vault, null)).toThrow(WrongMasterKey)
    const store = await openStore({ sqliteFile: join(await folder(), 'pilothouse.sqlite') })
    onTestFinished(() => store.close())
    await Promise.all([checkMasterKey(vault, store), checkMasterKey(vault, store)])
    await checkMasterKey(vault, store)
    await expect(checkMasterKey(other, store)).rejects.toBeInstanceOf(WrongMasterKey)
  })
})

describe('chance', () => {
  test('ids sort by their making, within a millisecond and when the clock goes back', () => {
    let now = 1_763_700_000_000
    const random = chance({ now: () => now })
    const ids = Array.from({ length: 20_000 }, (_, index) => {
      if (index === 15_000) now -= 60_000
      if (index % 5000 === 0) now += 1
      return random.id()
    })
    expect(ids).toEqual(ids.toSorted())
    expect(new Set(ids).size).toBe(ids.length)
    for (const one of ids) expect(one).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(Number.parseInt(ids[0]?.replaceAll('-', '').slice(0, 12) ?? '', 16)).toBe(1_763_700_000_001)
  })

  test('codes can be read aloud, tokens can stand in a link', () => {
    const random = chance({ now: () => 0 })
    for (let index = 0; index < 200; index += 1) expect(random.code()).toMatch(/^[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}$/)
    expect(Buffer.from(random.token(32), 'base64url')).toHaveLength(32)
    expect(random.token(32)).toMatch(/^[\w-]{43}$/)
  })
})
