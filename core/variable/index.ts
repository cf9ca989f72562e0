import { variableList } from './list.operation.ts'
import { variableSet } from './set.operation.ts'
import { variableUnset } from './unset.operation.ts'

export const variableOperations = [variableList, variableSet, variableUnset]
