export interface Checkout {
  url: string
  branch: string
  commit: string
  folder: string
}

/** What addons want installed in the image: `apt.txt` and `requirements.txt`. */
export interface Dependencies {
  apt: readonly string[]
  pip: readonly string[]
  /** What stands there and is not taken, each with why. */
  left?: readonly string[]
}

export interface Repositories {
  /** Exactly this commit, in this folder; what is large tells how far it is. */
  checkOut(checkout: Checkout, progress: (line: string) => void): Promise<void>
  /** The commit that is in a folder; null where none is. */
  checkedOut(folder: string): Promise<string | null>
  dependencies(folder: string): Promise<Dependencies>
  /** Lets go of the commits that no folder has any more; a mirror that somebody works with waits for the next time. */
  prune(): Promise<void>
}
