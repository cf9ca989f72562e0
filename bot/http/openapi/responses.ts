const json = (name: string) => ({ 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } })

const retryAfter = {
  'Retry-After': { description: 'Seconds to wait', schema: { type: 'integer', minimum: 1 } },
}

const faults = {
  400: ['Unreadable', 'The body could not be read'],
  401: ['Unknown', 'No token, or one that is not valid'],
  403: ['NotAllowed', 'Seen, but not allowed: the message says which level may, and whom to ask'],
  404: ['NotFound', 'Not there, or not visible to this person'],
  409: ['Forbidden', 'The state of things forbids it'],
  413: ['TooLarge', 'The body is larger than 256 KB'],
  415: ['WrongType', 'The body is not JSON'],
  422: ['WrongArguments', 'Arguments are missing or wrong: `field` names the first'],
  429: ['TooFast', 'Too many requests from this token or address'],
  503: ['NotReady', 'Starting or stopping'],
} as const

/** Every path may answer these. */
export const faultResponses = {
  ...Object.fromEntries(
    Object.entries(faults).map(([status, [name]]) => [status, { $ref: `#/components/responses/${name}` }]),
  ),
  default: { $ref: '#/components/responses/Fault' },
}

export const responses = {
  Answer: { description: 'Answered, or done', content: json('Answer') },
  Job: { description: 'Asked for: a job does it', content: json('Job') },
  Fault: { description: 'It went wrong', content: json('Fault') },
  ...Object.fromEntries(
    Object.entries(faults).map(([status, [name, description]]) => [
      name,
      {
        description,
        content: json('Fault'),
        ...(status === '429' || status === '503' ? { headers: retryAfter } : {}),
      },
    ]),
  ),
}
