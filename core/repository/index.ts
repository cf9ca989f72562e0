import { repositoryAdd } from './add.operation.ts'
import { repositoryList } from './list.operation.ts'
import { repositoryRemove } from './remove.operation.ts'

export const repositoryOperations = [repositoryAdd, repositoryList, repositoryRemove]
