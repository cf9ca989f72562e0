/** What the renewal of a certificate has to know. */
export interface Renewal {
  instance: string
  domain: string
}

export const renewPipelineName = 'certificate.renew'
