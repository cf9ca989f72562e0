/** The doorbell: says that a row is ready. The row itself stays the truth. */
export interface Queue {
  tell(jobId: string): void
  /**
   * Rings after each telling, and once at once: who comes late finds what waits. One that stops listening takes no
   * ring away from the others. What another process told may not be heard here: whoever works also looks by itself.
   */
  listen(heard: () => void): () => void
}
