/** The named boundary to JSON that we wrote ourselves: what comes back is what went in. */
export function written<Value>(text: string): Value {
  const value: unknown = JSON.parse(text)
  return value as Value
}
