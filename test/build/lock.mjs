// Completes package-lock.json with optional packages for other platforms. A registry that does not carry them all
// leaves them out of the lock, and `npm ci` then refuses it on every platform.
import { readFileSync, writeFileSync } from 'node:fs'

const systems = [
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
  'aix',
  'linuxmusl',
]
const processors = ['arm64', 'x64', 'arm', 'ia32', 'ppc64', 'riscv64', 's390x', 'loong64', 'mips64el']

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'))
for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (found(path, name) || !/^\d/.test(version)) continue
    const words = name.split(/[/-]/)
    const os = systems.filter((one) => words.includes(one))
    const cpu = processors.filter((one) =>
      words.some((word) => word === one || (one === 'arm' && /^(arm|gnueabihf|eabi|musleabihf)$/.test(word))),
    )
    if (os.length === 0) continue
    const libc = words.includes('musl') ? ['musl'] : words.includes('gnu') ? ['glibc'] : undefined
    lock.packages[`node_modules/${name}`] = {
      version,
      ...(cpu.length > 0 ? { cpu } : {}),
      ...(entry.dev ? { dev: true } : {}),
      license: entry.license,
      ...(libc ? { libc } : {}),
      optional: true,
      os,
    }
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([one], [other]) => (one < other ? -1 : 1)))
writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`)

function found(path, name) {
  return `node_modules/${name}` in lock.packages || `${path}/node_modules/${name}` in lock.packages
}
