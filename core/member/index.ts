import { memberAdd } from './add.operation.ts'
import { claim } from './claim.operation.ts'
import { meConfigure } from './configure.operation.ts'
import { memberDeactivate } from './deactivate.operation.ts'
import { memberGrant } from './grant.operation.ts'
import { memberLink } from './link.operation.ts'
import { meLink } from './link-account.operation.ts'
import { memberList } from './list.operation.ts'
import { memberMapRole } from './map-role.operation.ts'
import { me } from './me.operation.ts'
import { memberDeny, memberPermit } from './permit.operation.ts'
import { memberRemove } from './remove.operation.ts'
import { memberShow } from './show.operation.ts'
import { meSignin } from './signin.operation.ts'

export const memberOperations = [
  claim,
  me,
  meConfigure,
  meLink,
  meSignin,
  memberAdd,
  memberList,
  memberShow,
  memberGrant,
  memberMapRole,
  memberPermit,
  memberDeny,
  memberLink,
  memberRemove,
  memberDeactivate,
]
