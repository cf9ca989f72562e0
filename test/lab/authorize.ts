import { execFileSync } from 'node:child_process'
import type { Endpoints } from './endpoints.ts'

/** Lets a key into the lab's server; two suites may do so at once. */
export function authorize(lab: Endpoints, publicKey: string): void {
  const file = lab.ssh.authorizedKeysFile
  execFileSync('flock', [file, 'sh', '-c', 'printf "%s\\n" "$1" >> "$2"', 'authorize', publicKey, file])
}
