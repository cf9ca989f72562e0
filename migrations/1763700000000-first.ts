import type { QueryRunner } from 'typeorm'
import { access } from './first-tables/access.ts'
import { channels } from './first-tables/channels.ts'
import { code } from './first-tables/code.ts'
import { gates } from './first-tables/gates.ts'
import { jobs } from './first-tables/jobs.ts'
import { people } from './first-tables/people.ts'
import { practice } from './first-tables/practice.ts'
import { projects } from './first-tables/projects.ts'
import { record } from './first-tables/record.ts'
import type { Migration } from './shape.ts'

// Parents stand before their children: PostgreSQL wants them there.
const all = [...people, ...projects, ...code, ...access, ...jobs, ...gates, ...channels, ...practice, ...record]

export class First implements Migration {
  name = 'first_1763700000000'

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const table of all) await queryRunner.createTable(table)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of all.toReversed()) await queryRunner.dropTable(table)
  }
}
