import type { Rows } from '../../../core/ports/rows.ts'
import type { Table } from '../table.ts'
import { grant, permit, roleMap, token } from './access.ts'
import { binding, notice, post, room, roomMessage } from './channels.ts'
import { gitConnection, repository } from './code.ts'
import { approval, freeze, lock, lockWish, review, vote, watch } from './gates.ts'
import { deployment, hold, job, line, stage } from './jobs.ts'
import { code, identity, member, organization, session, team } from './people.ts'
import { practiceAct, practiceFault, practiceHold, practiceThing } from './practice.ts'
import { environment, instance, project, provider, registry, variable, version } from './projects.ts'
import { audit, counter, delivery, event, kept, lease, setting } from './record.ts'
import { databaseServer, server } from './servers.ts'

export const tables: { readonly [Name in keyof Rows]: Table<Rows[Name]> } = {
  organization,
  member,
  identity,
  roleMap,
  team,
  grant,
  permit,
  token,
  code,
  session,
  project,
  environment,
  instance,
  version,
  registry,
  gitConnection,
  repository,
  provider,
  server,
  databaseServer,
  variable,
  binding,
  room,
  roomMessage,
  post,
  notice,
  job,
  deployment,
  approval,
  vote,
  review,
  watch,
  lock,
  lockWish,
  freeze,
  hold,
  stage,
  line,
  practiceThing,
  practiceAct,
  practiceHold,
  practiceFault,
  event,
  audit,
  delivery,
  kept,
  setting,
  counter,
  lease,
}
