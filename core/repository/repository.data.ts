import type { Repository } from './repository.ts'
import { levelOf } from './sources.rule.ts'

export function repositoryData(repository: Repository, whose: string) {
  const { id, name, url, branch } = repository
  return { id, name, url, branch, level: levelOf(repository), for: whose }
}
