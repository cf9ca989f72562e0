import { practiceAdd } from './add.operation.ts'
import { practiceCommit } from './commit.operation.ts'
import { practiceFault } from './fault.operation.ts'
import { practiceHold, practiceRelease } from './hold.operation.ts'
import { practiceReset } from './reset.operation.ts'
import { practiceShow } from './show.operation.ts'

export const practiceOperations = [
  practiceAdd,
  practiceShow,
  practiceCommit,
  practiceFault,
  practiceHold,
  practiceRelease,
  practiceReset,
]
