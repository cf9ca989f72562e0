import { envelopeOf, type StreamType, streamTypes } from '../stream/types.ts'

const named = Object.keys(streamTypes).flatMap((type): [string, StreamType][] =>
  isType(type) ? [[nameOf(type), type]] : [],
)

function isType(type: string): type is StreamType {
  return Object.hasOwn(streamTypes, type)
}

/** `replica.health_updated` is `ReplicaHealthUpdatedEvent`. */
function nameOf(type: string): string {
  const words = type.split(/[._]/).map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
  return `${words.join('')}Event`
}

export const eventNames = named.map(([name]) => name)

export const eventSchemas = Object.fromEntries(named.map(([name, type]) => [name, envelopeOf(type)]))
