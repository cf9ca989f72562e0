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

/** How it is with the certificate of a site. */
export interface Secured {
  /**
   * `valid`: it is good for long enough. `made`: likewise, new. `due`: there is none, or it ends soon. `proxy`: the proxy
   * sees to it by itself. `none`: nobody gives certificates here.
   */
  kind: 'valid' | 'made' | 'due' | 'proxy' | 'none'
  until: number | null
  /** Why there is none, or no new one, in a word or two. */
  why: string | null
}

/** What a visitor gets: the status, and from which container; null where it is nobody that we know. */
export interface Visited {
  status: number | null
  by: string | null
}

export interface RouteSwitch {
  /** Whether the proxy itself is there and runs. */
  running(): Promise<boolean>
  prepared(instance: string): Promise<Route | null>
  prepare(route: Route): Promise<void>
  /** Looks at the certificate of a prepared route; nothing is changed. */
  secured(instance: string): Promise<Secured>
  /**
   * Sees to a certificate for it; one that is good still is kept, unless a new one is wanted all the same. Until there
   * is one, the site answers over http.
   */
  secure(instance: string, anew?: boolean): Promise<Secured>
  /** The container that gets the traffic; null where none does. */
  serves(instance: string): Promise<string | null>
  /** Visitors come to this container from now on; the page for maintenance goes away. */
  switch(instance: string, container: string): Promise<void>
  /** Asks as a visitor does, until this container answers well, at most so long. */
  visit(instance: string, visit: { path: string; container: string; withinMs: number }): Promise<Visited>
  /** Waits until the container has no request any more at this port, at most so long. */
  drain(container: string, port: number, withinSeconds: number): Promise<void>
  inMaintenance(instance: string): Promise<boolean>
  maintenance(instance: string, on: boolean): Promise<void>
  remove(instance: string): Promise<void>
}
