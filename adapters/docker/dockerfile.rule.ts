import { Fault } from '../../core/error.ts'
import type { Equipment } from '../../core/ports/equipment.ts'

export interface Wanted {
  /** The id of the image that it is built upon. */
  base: string
  /** Whom the image runs as; root only installs. */
  user: string
  apt: readonly string[]
  pip: readonly string[]
  mirrors: Equipment['mirrors']
}

/** Debian's rule for names, with a version where one is wanted: nothing that could be an option or a command. */
const aptName = /^[a-z0-9][a-z0-9+.-]+(?::[a-z0-9]+)?(?:=[A-Za-z0-9.+:~-]+)?$/
/** A requirement by name, or by the address of a file or repository. An option of pip begins with a dash. */
const pipOption = /^\s*-/

/** The files that it is built from. Lists are files: no shell ever reads a name. */
export function dockerfile({ base, user, apt, pip, mirrors }: Wanted): Record<string, string> {
  for (const name of apt) if (!aptName.test(name)) throw refused('apt.txt', name)
  for (const line of pip) if (pipOption.test(line) || /[\r\n]/.test(line)) throw refused('requirements.txt', line)
  const lines = [`FROM ${base}`, 'USER root']
  const files: Record<string, string> = {}
  if (apt.length > 0) {
    files['apt.txt'] = `${apt.join('\n')}\n`
    lines.push('COPY apt.txt /tmp/pilothouse-apt.txt', ...aptLines(mirrors.apt))
    if (mirrors.apt !== null) files['sources.list'] = sourcesOf(mirrors.apt)
  }
  if (pip.length > 0) {
    files['requirements.txt'] = `${pip.join('\n')}\n`
    lines.push('COPY requirements.txt /tmp/pilothouse-pip.txt', `RUN ${pipCommand(mirrors.pip)}`)
  }
  lines.push(`USER ${user === '' ? 'root' : user}`)
  return { ...files, Dockerfile: `${lines.join('\n')}\n` }
}

function aptLines(mirror: string | null): string[] {
  const own = mirror === null ? [] : ['COPY sources.list /tmp/pilothouse.list']
  // Only the mirror is asked: the image's own sources may not be reachable at all.
  const only = mirror === null ? '' : ' -o Dir::Etc::sourcelist=/tmp/pilothouse.list -o Dir::Etc::sourceparts=/dev/null'
  return [
    ...own,
    `RUN export DEBIAN_FRONTEND=noninteractive && apt-get${only} update && xargs -a /tmp/pilothouse-apt.txt -d '\\n' apt-get${only} install -y --no-install-recommends -- && rm -rf /var/lib/apt/lists/* /tmp/pilothouse*`,
  ]
}

/**
 * `http://mirror.example/debian bookworm main`, or a flat folder of packages where only an address stands. A mirror is
 * named by an admin, and without TLS in between is his own network: it is taken at its word. One over https keeps to
 * the keys of the image.
 */
function sourcesOf(mirror: string): string {
  const [address = '', ...suites] = mirror.trim().split(/\s+/)
  const trusted = address.startsWith('http://') ? '[trusted=yes] ' : ''
  return `deb ${trusted}${address} ${suites.length > 0 ? suites.join(' ') : './'}\n`
}

/** Debian's pip refuses to install beside apt unless it is told; older ones do not know the option. */
function pipCommand(index: string | null): string {
  const from = index === null ? '' : ` --index-url '${quoted(index)}'${trusted(index)}`
  return `export PIP_BREAK_SYSTEM_PACKAGES=1 && python3 -m pip install --no-cache-dir --disable-pip-version-check${from} -r /tmp/pilothouse-pip.txt && rm -f /tmp/pilothouse*`
}

function trusted(index: string): string {
  const { protocol, hostname } = new URL(index)
  return protocol === 'http:' ? ` --trusted-host '${quoted(hostname)}'` : ''
}

function quoted(text: string): string {
  return text.replaceAll("'", `'\\''`)
}

function refused(file: string, name: string): Fault {
  return new Fault('build_failed', { why: `“${name.trim()}” in ${file} is not the name of a package` })
}
