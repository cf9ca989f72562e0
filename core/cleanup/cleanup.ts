/** What a clean-up takes away: pinned when it is planned, and asked again before each is taken. */
export interface Cleanup {
  instances: InstanceCleanup[]
  /** Of releases that nobody goes back to any more; ours alone. */
  images: string[]
}

export interface InstanceCleanup {
  id: string
  path: string
  /** What serves. Where something else does by then, nothing of this instance is taken. */
  runs: string
  containers: string[]
  folders: string[]
  files: string[]
  /** What the folders and files take, as far as that could be read. */
  kilobytes: number | null
}

export const cleanupPipelineName = 'server.cleanup'

export function isEmpty({ containers, folders, files }: InstanceCleanup): boolean {
  return containers.length + folders.length + files.length === 0
}
