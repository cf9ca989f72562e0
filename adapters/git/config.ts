import type { RepositoryLogin } from '../../core/ports/equipment.ts'
import type { Secret } from '../../core/secret.ts'

/**
 * The only configuration that git reads of us, here and on a server: no file of the machine counts. No token stands
 * in it: its helper prints what the environment of that one git has.
 */
export function gitConfig(logins: number): string {
  return [
    '[credential]',
    '\tuseHttpPath = true',
    '\tinteractive = false',
    `\thelper = "${helper(logins)}"`,
    '[http]',
    '\tfollowRedirects = initial',
    '\tlowSpeedLimit = 100',
    '\tlowSpeedTime = 60',
    '[gc]',
    '\tauto = 0',
    '[maintenance]',
    '\tauto = false',
    '[core]',
    '\thooksPath = /dev/null',
    '\tprotectNTFS = true',
    '\tquotePath = false',
    '[fetch]',
    '\trecurseSubmodules = false',
    '[transfer]',
    '\tfsckObjects = false',
    '[advice]',
    '\tdetachedHead = false',
    '',
  ].join('\n')
}

/**
 * Git says which address it wants to log in at, also after a redirect; the first login that begins like it answers.
 * By `printf` of the shell itself, so that no list of processes ever has the token.
 */
function helper(count: number): string {
  const cases = Array.from({ length: count }, (_, index) => index).map(
    (one) => `"$PH_PREFIX_${one}"*) printf 'username=%s\\npassword=%s\\n' "$PH_USER_${one}" "$PH_TOKEN_${one}";;`,
  )
  const script = [
    'f() { test "$1" = get || return 0; s=; h=; p=;',
    'while IFS= read -r l; do case "$l" in protocol=*) s="${l#*=}";; host=*) h="${l#*=}";; path=*) p="${l#*=}";; esac; done;',
    `case "$s://$h/$p" in ${cases.join(' ')} *) return 0;; esac; }; f`,
  ].join(' ')
  return `!${script.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}`
}

/** What the helper answers, as variables. */
export function loginVariables(logins: readonly RepositoryLogin[]): [name: string, value: string | Secret][] {
  return logins.flatMap(({ prefix, username, token }, index): [string, string | Secret][] => [
    [`PH_PREFIX_${index}`, prefix],
    [`PH_USER_${index}`, username],
    [`PH_TOKEN_${index}`, token],
  ])
}

/** What git may do at all: no question to anybody, no other way than HTTP. */
export const gitVariables: Readonly<Record<string, string>> = {
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
  GIT_ASKPASS: '',
  SSH_ASKPASS: '',
  GIT_ALLOW_PROTOCOL: 'http:https',
  LC_ALL: 'C',
}
