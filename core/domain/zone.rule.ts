/** Whether a name lies in a zone: `staging.acme.example` in `acme.example`. */
export function liesIn(name: string, zone: string): boolean {
  return name === zone || name.endsWith(`.${zone}`)
}

/** Who keeps a name: of several the one whose zone is longest, of the same zone the one that is preferred. */
export function keeperOf<Keeper extends { name: string; zone: string }>(
  domain: string,
  keepers: readonly Keeper[],
  preferred: string | null,
): Keeper | null {
  const possible = keepers.filter(({ zone }) => liesIn(domain, zone))
  const rank = ({ name, zone }: Keeper) => zone.length * 2 + (name === preferred ? 1 : 0)
  return possible.reduce<Keeper | null>((best, one) => (best && rank(best) >= rank(one) ? best : one), null)
}
