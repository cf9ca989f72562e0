/** What Discord takes of commands. */
export const commandLimits = {
  commands: 100,
  options: 25,
  choices: 25,
  name: 32,
  description: 100,
  choice: 100,
  /** Names, descriptions and values of a command with all that is below it. */
  characters: 8000,
} as const

export const commandName = /^[-_'\p{Ll}\p{Lm}\p{Lo}\p{N}]{1,32}$/u
