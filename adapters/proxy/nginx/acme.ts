import type { Client } from 'acme-client'
import { Fault } from '../../../core/error.ts'
import type { Acme } from '../../../core/ports/equipment.ts'
import type { Files } from '../../../core/ports/files.ts'
import { Secret } from '../../../core/secret.ts'

const withinMs = 90_000

const patience = { retryMaxAttempts: 2, retryDefaultDelay: 1 }

export interface Issued {
  chain: string
  key: Secret
}

/** One order from its beginning to the certificate: the challenge is a file that the proxy shows on port 80. */
export async function issued(
  acme: Acme,
  domain: string,
  { files, challenges }: { files: Pick<Files, 'write' | 'remove'>; challenges: string },
  signal: AbortSignal,
): Promise<Issued> {
  const { Client, axios, crypto } = await import('acme-client')
  // Whoever does not answer is asked again by the next tick.
  Object.assign(axios.defaults, { acmeSettings: { ...patience } })
  const client = new Client({
    directoryUrl: acme.directory,
    accountKey: acme.accountKey.reveal(),
    // Quick at first: mostly it is decided within a second.
    backoffAttempts: 30,
    backoffMin: 250,
    backoffMax: 5000,
  })
  const [key, csr] = await crypto.createCsr(
    { commonName: domain, altNames: [domain] },
    await crypto.createPrivateEcdsaKey(),
  )
  await known(client, acme)
  const ordered = client.auto({
    csr,
    challengePriority: ['http-01'],
    // From where we are the name may lead elsewhere, or nowhere.
    skipChallengeVerification: true,
    async challengeCreateFn(_authorization, challenge, answer) {
      if (challenge.type !== 'http-01') throw new Error(`it offers no check over http, but ${challenge.type}`)
      await files.write(`${challenges}/${token(challenge.token)}`, answer)
    },
    challengeRemoveFn: (_authorization, challenge) => files.remove(`${challenges}/${token(challenge.token)}`),
  })
  const chain = await inTime(ordered, signal)
  return { chain, key: new Secret(key.toString()) }
}

/** Makes our account there, or finds it. One that is there already is offered news of it, which some refuse as none. */
async function known(client: Client, { directory, email }: Acme): Promise<void> {
  try {
    const contact = email === null ? {} : { contact: [`mailto:${email}`] }
    await client.createAccount({ termsOfServiceAgreed: true, ...contact })
  } catch (error) {
    if (hasAccount(client)) return
    // What the library makes of no answer at all.
    if (error instanceof TypeError)
      throw new Error(`${directory} cannot be reached, or its own certificate is not believed`)
    throw error
  }
}

function hasAccount(client: Client): boolean {
  try {
    return client.getAccountUrl() !== ''
  } catch {
    // That is how the library says that it knows none.
    return false
  }
}

/** It comes from elsewhere and becomes the name of a file. */
function token(text: string): string {
  if (!/^[\w-]{1,200}$/.test(text)) throw new Error('it wants a check by a name that is none')
  return text
}

/** The library knows no signal: what is not wanted any more is left alone. */
async function inTime(ordered: Promise<string>, signal: AbortSignal): Promise<string> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(withinMs)])
  ordered.catch(() => {})
  let stop = () => {}
  try {
    return await Promise.race([
      ordered,
      new Promise<never>((_resolve, reject) => {
        stop = () => {
          const late = new Fault('timed_out', { what: 'The certificate', limit: '90 s' })
          reject(signal.reason instanceof Error ? signal.reason : late)
        }
        limit.addEventListener('abort', stop, { once: true })
        if (limit.aborted) stop()
      }),
    ])
  } finally {
    limit.removeEventListener('abort', stop)
  }
}
