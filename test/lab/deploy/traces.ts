import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openStore } from '../../../adapters/store/open.ts'
import { masterKey } from '../../../adapters/vault/key.ts'
import { openVault } from '../../../adapters/vault/vault.ts'
import { acmeOf } from '../../../core/certificate/acme.ts'
import { passwordPurpose } from '../../../core/deployment/secrets.ts'
import { ownKey } from '../../../core/platform/ssh-key.ts'
import { type OwnServer, wellDone } from '../own-server.ts'

/** What must be seen nowhere, by the name under which a finding tells of it. */
export type Secrets = ReadonlyMap<string, string>

/** A secret is one in other clothes too. */
function guises(secret: string): string[] {
  const base64 = Buffer.from(secret).toString('base64')
  const body = secret.split('\n').filter((line) => line.length > 20 && !/^(?:-----|b3BlbnNzaC1rZXkt)/.test(line))
  // The last line of a key is of its public half, which stands in its certificate too; OpenSSH begins all alike.
  const lines = body.length > 1 ? body.slice(0, -1) : body
  const inJson = JSON.stringify(secret).slice(1, -1)
  return [...new Set([secret, ...lines, base64, base64.replace(/=+$/, ''), encodeURIComponent(secret), inJson])]
}

/** Which secrets stand in a text, each by its name and where that was. */
export function found(secrets: Secrets, where: string, text: string | Buffer): string[] {
  return [...secrets].flatMap(([name, secret]) =>
    guises(secret).some((guise) => text.includes(guise)) ? [`${name} in ${where}`] : [],
  )
}

/** What a bot that has ended made or kept sealed: it opens with the key that lies beside. */
export async function sealed(folder: string): Promise<Map<string, string>> {
  const vault = openVault(await masterKey(folder))
  const store = await openStore({ sqliteFile: join(folder, 'pilothouse.sqlite') })
  try {
    const [instance] = await store.reading.instance.find({})
    const key = await ownKey(store.reading, vault)
    const acme = await acmeOf(store.reading, vault)
    if (!instance?.passwords || !key || !acme) throw new Error('there is nothing sealed')
    const { id, passwords } = instance
    return new Map([
      ['the password of the database', vault.open(passwords.database, passwordPurpose(id, 'database')).reveal()],
      ['the password of the admin', vault.open(passwords.admin, passwordPurpose(id, 'admin')).reveal()],
      ['the key for servers', key.privateKey.reveal()],
      ['the account at the authority', acme.accountKey.reveal()],
    ])
  } finally {
    await store.close()
  }
}

/** Every file below a folder, also those of databases as they are. */
export function* filesBelow(folder: string): Generator<[path: string, content: Buffer]> {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true }))
    if (entry.isFile()) yield [join(entry.parentPath, entry.name), readFileSync(join(entry.parentPath, entry.name))]
}

export interface Lying {
  path: string
  /** Of its own rights and those of the folders above: whether anybody on the server may read it. */
  open: boolean
  secrets: string[]
}

const searching = `
import json, os, stat, sys
wanted, places, found = json.load(sys.stdin), sys.argv[1:], []
def others(path, bit):
    return bool(os.stat(path).st_mode & bit)
for place in places:
    alone = [(os.path.dirname(place), [], [os.path.basename(place)])]
    for folder, _, names in alone if os.path.isfile(place) else os.walk(place):
        for name in names:
            path = os.path.join(folder, name)
            try:
                if not stat.S_ISREG(os.lstat(path).st_mode):
                    continue
                with open(path, 'rb') as file:
                    text = file.read()
            except OSError:
                continue
            which = sorted({name for name, guise in wanted if guise.encode() in text})
            if which:
                above, passable = os.path.dirname(path), True
                while above != '/':
                    passable = passable and others(above, stat.S_IXOTH)
                    above = os.path.dirname(above)
                found.append({'path': path, 'open': passable and others(path, stat.S_IROTH), 'secrets': which})
print(json.dumps(found))
`

/** Files of a server in which a secret stands. */
export async function lying(server: OwnServer, secrets: Secrets, places: readonly string[]): Promise<Lying[]> {
  const wanted = [...secrets].flatMap(([name, secret]) => guises(secret).map((guise) => [name, guise]))
  const asked = Buffer.from(JSON.stringify(wanted)).toString('base64')
  const line = 'printf %s "$1" | base64 -d | python3 -c "$0" $2'
  const { output } = wellDone(await server.exec('sh', '-c', line, searching, asked, places.join(' ')))
  return JSON.parse(output)
}
