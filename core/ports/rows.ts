import type { Grant, Permit } from '../access/grant.ts'
import type { Approval, Vote } from '../approval/approval.ts'
import type { AuditEntry } from '../audit/entry.ts'
import type { Binding, Notice, Post, Room, RoomMessage } from '../channel/channel.ts'
import type { Deployment } from '../deployment/deployment.ts'
import type { Provider } from '../domain/provider.ts'
import type { Environment } from '../environment/environment.ts'
import type { Event } from '../event/event.ts'
import type { Freeze } from '../freeze/freeze.ts'
import type { GitConnection } from '../git/connection.ts'
import type { Instance } from '../instance/instance.ts'
import type { Hold, Job, Line, StageRow } from '../job/job.ts'
import type { Lock, LockWish } from '../lock/lock.ts'
import type { Code, Identity, Member, RoleMap, Session, Team } from '../member/member.ts'
import type { Delivery, Kept } from '../operation/request.ts'
import type { Organization } from '../organization/organization.ts'
import type { Lease } from '../platform/lease.ts'
import type { Counter, Setting } from '../platform/setting.ts'
import type { PracticeAct, PracticeFault, PracticeHold, PracticeThing } from '../practice/practice.ts'
import type { Project } from '../project/project.ts'
import type { Registry } from '../registry/registry.ts'
import type { Repository } from '../repository/repository.ts'
import type { Review } from '../review/review.ts'
import type { DatabaseServer, Server } from '../server/server.ts'
import type { Token } from '../token/token.ts'
import type { Variable } from '../variable/variable.ts'
import type { Version } from '../version/version.ts'
import type { Watch } from '../watch/watch.ts'

/** Every table by name. The store fills it; the areas say what a row is. */
export interface Rows {
  organization: Organization
  member: Member
  identity: Identity
  roleMap: RoleMap
  team: Team
  grant: Grant
  permit: Permit
  token: Token
  code: Code
  session: Session
  project: Project
  environment: Environment
  instance: Instance
  version: Version
  registry: Registry
  gitConnection: GitConnection
  repository: Repository
  provider: Provider
  server: Server
  databaseServer: DatabaseServer
  variable: Variable
  binding: Binding
  room: Room
  roomMessage: RoomMessage
  post: Post
  notice: Notice
  job: Job
  deployment: Deployment
  approval: Approval
  vote: Vote
  review: Review
  watch: Watch
  lock: Lock
  lockWish: LockWish
  freeze: Freeze
  hold: Hold
  stage: StageRow
  line: Line
  practiceThing: PracticeThing
  practiceAct: PracticeAct
  practiceHold: PracticeHold
  practiceFault: PracticeFault
  event: Event
  audit: AuditEntry
  delivery: Delivery
  kept: Kept
  setting: Setting
  counter: Counter
  lease: Lease
}
