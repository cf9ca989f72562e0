/** The doorbell: says that a row is ready. The row itself stays the truth. */
export interface Queue {
  tell(jobId: string): void
  /** Rings once for each telling, and once at once: who comes late finds what waits. */
  listen(heard: () => void): () => void
}
