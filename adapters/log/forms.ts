import { Secret } from '../../core/secret.ts'

const made = new WeakMap<Secret, readonly Secret[]>()

/**
 * Each secret as it may stand in a text: as it is, inside a URL, inside JSON, in base64, and a key of many lines
 * also line by line. The longest come first: masking a part would leave the rest of the whole in sight.
 */
export function inAllForms(secrets: readonly Secret[]): Secret[] {
  return secrets.flatMap(forms).toSorted((one, other) => other.reveal().length - one.reveal().length)
}

function forms(secret: Secret): readonly Secret[] {
  const known = made.get(secret)
  if (known) return known
  const value = secret.reveal().trim()
  const lines = value.split(/\r?\n/).filter((line) => line.length >= 16 && !line.startsWith('-----'))
  const texts = [
    value,
    encodeURIComponent(value),
    JSON.stringify(value).slice(1, -1),
    Buffer.from(value).toString('base64'),
    ...lines,
  ]
  const all = [...new Set(texts)].map((text) => new Secret(text))
  made.set(secret, all)
  return all
}
