import { projectArchive, projectUnarchive } from './archive.operation.ts'
import { projectConfigure } from './configure.operation.ts'
import { projectCreate } from './create.operation.ts'
import { projectDelete } from './delete.operation.ts'
import { projectList } from './list.operation.ts'
import { projectShow } from './show.operation.ts'

export const projectOperations = [
  projectCreate,
  projectList,
  projectShow,
  projectConfigure,
  projectArchive,
  projectUnarchive,
  projectDelete,
]
