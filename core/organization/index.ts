import { organizationConfigure } from './configure.operation.ts'
import { organizationCreate } from './create.operation.ts'
import { organizationRemove } from './remove.operation.ts'
import { organizationList, organizationShow } from './show.operation.ts'

export const organizationOperations = [
  organizationCreate,
  organizationList,
  organizationShow,
  organizationConfigure,
  organizationRemove,
]
