import { join } from 'node:path'

/** Where the running process listens for whoever may read its folder. */
export function controlPath(folder: string): string {
  return join(folder, 'control.sock')
}
