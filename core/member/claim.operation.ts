import { z } from 'zod'
import { Fault } from '../error.ts'
import { argument } from '../operation/argument.ts'
import { operation } from '../operation/operation.ts'
import { onPlatform } from '../operation/target.ts'
import { newToken } from '../token/new-token.ts'
import { newCode } from './code.ts'
import { adminExists, checkClaimCode } from './first-admin.ts'
import { grantLevel, memberBehind, newMember } from './person.ts'
import { signinGoodForMs } from './signin.ts'

const tokenGoodForMs = 30 * 24 * 3_600_000

export const claim = operation({
  id: 'claim',
  summary: 'Become the first admin with the code that the bot printed at its start',
  examples: ['claim K7MX-2QPD'],
  arguments: {
    code: argument(z.string().trim().min(4).max(40), {
      label: 'Code',
      help: 'As the running bot printed it',
      hidden: true,
      positional: true,
    }),
    name: argument(z.string().trim().min(1).max(80).optional(), {
      label: 'Name',
      help: 'How you are called, where the surface does not know',
    }),
  },
  aim: onPlatform,
  least: 'anyone',
  effects: ['people'],
  async look({ house, reading }, { code }) {
    if (await adminExists(reading)) {
      throw new Fault('state_forbids', {
        why: 'There is an admin already.',
        next: 'Ask an admin to add you with `member add`.',
      })
    }
    return checkClaimCode(house, code)
  },
  async change(rows, { house, asker, now, origin }, { name }, _target, codeId) {
    const used = await rows.code.update({ id: codeId ?? '', usedAt: null }, { usedAt: now })
    if (used === 0) throw new Fault('claim_refused', { field: 'code' })
    const member =
      asker.who.by === 'identity' ? await memberBehind(house, rows, asker.who) : newMember(house, name ?? 'admin')
    if (asker.who.by !== 'identity') await rows.member.insert(member)
    // Where nobody is admin any more, somebody who was deactivated may claim it.
    else if (!member.active) await rows.member.update({ id: member.id }, { active: true })
    await grantLevel(house, rows, member.id, 'platform', '', 'admin')
    rows.tell({
      type: 'member.claimed',
      organizationId: null,
      projectId: null,
      jobId: null,
      payload: { member: member.name, memberId: member.id },
    })
    const welcome = {
      title: `Welcome, ${member.name}: you are the admin here`,
      tone: 'good' as const,
      state: 'claimed',
      lines: [{ text: 'Next: connect a server, create a project, add your team.' }],
      actions: [{ label: 'Help', operation: 'help', arguments: {} }],
    }
    if (asker.who.by === 'identity') return { card: welcome, data: { member: { id: member.id, name: member.name } } }
    const about = { id: member.id, name: member.name }
    if (origin.surface === 'console') {
      const code = await newCode(house, rows, { purpose: 'signin', memberId: member.id, goodForMs: signinGoodForMs })
      return { card: welcome, data: { member: about, code }, onlyAsker: true }
    }
    const token = newToken(house, member.id, {
      name: 'claim',
      level: 'admin',
      projectId: null,
      goodForMs: tokenGoodForMs,
    })
    await rows.token.insert(token.row)
    return {
      card: {
        ...welcome,
        lines: [
          ...welcome.lines,
          {
            tone: 'warning' as const,
            text: ['Your token, shown once: keep it. It ends ', { age: now + tokenGoodForMs }],
          },
        ],
        block: token.text,
      },
      data: { member: about, token: token.text, expires_at: token.row.expiresAt },
      onlyAsker: true,
    }
  },
})
