/** How visitors reach an instance. Prepared beforehand, switched in one act. */
export interface Route {
  instance: string
  domain: string
  kind: 'traefik' | 'nginx'
  /** Middlewares and headers, ready to be written. */
  rateLimit: { average: number; burst: number }
  httpPort: number
  websocketPort: number
}

export interface RouteSwitch {
  prepared(instance: string): Promise<Route | null>
  prepare(route: Route): Promise<void>
  /** The container that gets the traffic; null where none does. */
  serves(instance: string): Promise<string | null>
  switch(instance: string, container: string): Promise<void>
  /** Waits until the container has no request any more, at most so long. */
  drain(container: string, withinSeconds: number): Promise<void>
  inMaintenance(instance: string): Promise<boolean>
  maintenance(instance: string, on: boolean): Promise<void>
  remove(instance: string): Promise<void>
}
