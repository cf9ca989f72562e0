/** What the renewal of a certificate has to know. */
export interface Renewal {
  instance: string
  domain: string
  /** Also where the one that is there is good for long enough. */
  force: boolean
}

export const renewPipelineName = 'certificate.renew'
