/** Lower goes first: what people asked for before what happened by itself. */
export const peoplePriority = 0
export const automaticPriority = 10
